using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Rma.ServiceDefaults;

/// <summary>Settings with which a service does not start; each refusal names the setting and what to do.</summary>
internal static class StartChecks
{
    /// <exception cref="InvalidOperationException">A setting is not safe outside Development.</exception>
    public static void Run(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment()) return;
        Check("Security:Authority", value => !Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme != "https",
            "has to be an https address: whoever listens on the way could exchange the keys of the identity provider.");
        Check("Security:JwtPublicKeyFile", _ => true,
            "works in Development only, for tokens of a developer's key. Remove it and set Security:Authority.");
        Check("Security:JwtIssuer", value => value == Security.DevelopmentIssuer,
            "is the issuer of development tokens. Name the issuer of your identity provider.");
        Check("Security:DevelopmentIssuer", _ => true, "is the issuer of ready-made people and works in Development only. Remove it.");
        Check("SignIn:Development", value => !bool.TryParse(value, out var on) || on,
            "lets everybody be whom they choose and works in Development only. Remove it and set SignIn:Authority.");
        Check("SignIn:Authority", value => !Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme != "https",
            "has to be an https address: whoever listens on the way could sign in as anybody.");

        void Check(string setting, Func<string, bool> isWrong, string why)
        {
            if (configuration[setting] is { Length: > 0 } value && isWrong(value))
                throw new InvalidOperationException($"{setting} {why}");
        }
    }

    /// <summary>The public key of development tokens.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read, or is too short.</exception>
    public static RSA DevelopmentKey(string file)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or CryptographicException)
        {
            throw new InvalidOperationException($"Security:JwtPublicKeyFile cannot be read: {exception.Message}", exception);
        }

        return key.KeySize >= TokenRules.SmallestRsaKey ? key : throw new InvalidOperationException(
            $"Security:JwtPublicKeyFile has a key of {key.KeySize} bits; at least {TokenRules.SmallestRsaKey} are needed.");
    }
}
