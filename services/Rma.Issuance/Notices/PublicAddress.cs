namespace Rma.Issuance.Notices;

/// <summary>
/// The external address of the platform: <c>Http:PublicAddress</c>, an absolute URL such as <c>https://returns.example.com</c>. Links in
/// notices begin with it, because a notice is read outside the platform.
/// </summary>
internal sealed record PublicAddress(Uri Address)
{
    /// <exception cref="InvalidOperationException">Not set outside Development, or not an absolute http(s) URL.</exception>
    public static PublicAddress From(IConfiguration configuration, bool isDevelopment) => configuration["Http:PublicAddress"] switch
    {
        { Length: > 0 } said when Uri.TryCreate(said, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" =>
            new(address),
        { Length: > 0 } =>
            throw new InvalidOperationException("Http:PublicAddress is an absolute address such as https://returns.example.com."),
        _ when isDevelopment => new(new Uri("http://localhost")),
        _ => throw new InvalidOperationException("Http:PublicAddress is not set: notices could not say where a quote is answered."),
    };

    /// <summary>
    /// The absolute URL of a path; for anything but a path the public address itself, so that a link never leads elsewhere.
    /// </summary>
    public string LinkTo(string path) => path.StartsWith('/') ? $"{Address.AbsoluteUri.TrimEnd('/')}{path}" : Address.AbsoluteUri;
}
