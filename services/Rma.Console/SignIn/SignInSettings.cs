using System.Net;
using Rma.ServiceDefaults;

namespace Rma.Console.SignIn;

/// <summary>How people sign in: <c>SignIn:…</c>. Without an identity provider, or without a public door, there are no pages.</summary>
internal sealed class SignInSettings
{
    /// <exception cref="InvalidOperationException">A setting is missing.</exception>
    public SignInSettings(IConfiguration configuration, bool isDevelopment)
    {
        Door = configuration.GetValue<int?>("Door:Port");
        var mayChoose = isDevelopment && configuration.GetValue<bool>("SignIn:Development");
        IsOpenToOthers = mayChoose && !IsThisMachine(configuration["Door:Address"]);
        IsDevelopment = mayChoose && !IsOpenToOthers;
        Authority = configuration["SignIn:Authority"] is { Length: > 0 } authority ? authority : null;
        if (!IsOn) return;
        PublicAddress = new Uri(Needed("Http:PublicAddress"));
        ClientId = IsDevelopment ? "console" : Needed("SignIn:ClientId");
        ClientSecret = configuration["SignIn:ClientSecretFile"] is { Length: > 0 } file ? File.ReadAllText(file).Trim()
            : configuration["SignIn:ClientSecret"];
        Scopes = (configuration["SignIn:Scopes"] ?? "openid").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (IsDevelopment) DevelopmentKeyFile = Needed("SignIn:DevelopmentKeyFile");
        Keys = KeyLines.From(configuration, isDevelopment, "SignIn:KeyFile", "rma cookie keys 1", "the keys of sessions");

        string Needed(string setting) => configuration[setting] is { Length: > 0 } value ? value
            : throw new InvalidOperationException($"{setting} is not set: people cannot sign in without it.");
    }

    /// <summary>Whether people can sign in.</summary>
    public bool IsOn => Door is not null && (IsDevelopment || Authority is not null);

    /// <summary>The port of the public door.</summary>
    public int? Door { get; }

    /// <summary>
    /// Whether whoever comes was to choose whom to be, and is not let: <c>Door:Address</c>, where the door's port is published, is reached
    /// from other machines.
    /// </summary>
    public bool IsOpenToOthers { get; }

    /// <summary>Whether whoever comes chooses whom to be.</summary>
    public bool IsDevelopment { get; }

    /// <summary>The identity provider.</summary>
    public string? Authority { get; }

    /// <summary>Where people reach the pages.</summary>
    public Uri PublicAddress { get; } = new("http://localhost");
    public string ClientId { get; } = "";
    public string? ClientSecret { get; }
    public IReadOnlyList<string> Scopes { get; } = [];

    /// <summary>With which the ready-made people's tokens are signed.</summary>
    public string DevelopmentKeyFile { get; } = "";

    /// <summary>With which what is stored of a session is encrypted.</summary>
    public KeyLines Keys { get; } = null!;

    /// <summary>
    /// Whether cookies travel over TLS only. Over plain HTTP, in Development, cookies of several platforms share one host.
    /// </summary>
    public bool IsSecure => PublicAddress.Scheme == Uri.UriSchemeHttps;

    /// <summary>The name of a cookie; no other host and no path can set one of this name.</summary>
    public string Cookie(string name) => IsSecure ? $"__Host-rma-{name}" : $"rma-{name}-{Door}";

    private static bool IsThisMachine(string? address) =>
        address is null or "" or "localhost" || IPAddress.TryParse(address, out var given) && IPAddress.IsLoopback(given);

    public CookieSecurePolicy SecurePolicy => IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
