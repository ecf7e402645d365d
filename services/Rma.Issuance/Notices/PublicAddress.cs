using Microsoft.Extensions.Configuration;

namespace Rma.Issuance.Notices;

/// <summary>
/// Where requesters reach the platform from outside: <c>Http:PublicAddress</c>, an absolute address such as
/// <c>https://returns.example.com</c>. Links in
/// notices begin with it; a notice is read far from here.
/// </summary>
internal sealed record PublicAddress(Uri Address)
{
    /// <exception cref="InvalidOperationException">It is not set, outside Development, or it is no absolute http address.</exception>
    public static PublicAddress From(IConfiguration configuration, bool isDevelopment) => configuration["Http:PublicAddress"] switch
    {
        { Length: > 0 } said when Uri.TryCreate(said, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" =>
            new(address),
        { Length: > 0 } =>
            throw new InvalidOperationException("Http:PublicAddress is an absolute address such as https://returns.example.com."),
        _ when isDevelopment => new(new Uri("http://localhost")),
        _ => throw new InvalidOperationException("Http:PublicAddress is not set: notices could not say where a quote is answered."),
    };

    /// <summary>The absolute address of a path; of what is no path, where we are at all: a link in a notice leads nowhere else.</summary>
    public string LinkTo(string path) => path.StartsWith('/') ? $"{Address.AbsoluteUri.TrimEnd('/')}{path}" : Address.AbsoluteUri;
}
