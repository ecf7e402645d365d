using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Rma.Console.Pages;
using Rma.Console.SignIn;

namespace Rma.Console.DevelopmentSignIn;

/// <summary>
/// A real identity provider for whoever develops, with ready-made people to choose from (<c>SignIn:Development=true</c>). It keeps nothing:
/// whatever it has to know is in what it signs. A service in Production does not start with it.
/// </summary>
internal static class DevelopmentProvider
{
    /// <summary>Where one chooses.</summary>
    public const string AuthorizePath = "/development/authorize";

    /// <summary>Where the choice is sent to.</summary>
    public const string ChoicePath = "/development/choice";

    private const string TokenPath = "/development/token";
    private const string Audience = "rma-platform";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    public static void AddDevelopmentProvider(this IServiceCollection services, SignInSettings settings)
    {
        services.AddLogging(logging => logging.AddFilter("OpenIddict", LogLevel.Warning));
        var pem = File.ReadAllText(settings.DevelopmentKeyFile);
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(settings.PublicAddress);
            server.SetAuthorizationEndpointUris(AuthorizePath, ChoicePath).SetTokenEndpointUris(TokenPath);
            server.SetConfigurationEndpointUris(Array.Empty<string>()).SetJsonWebKeySetEndpointUris(Array.Empty<string>());
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().EnableDegradedMode();
            server.DisableAccessTokenEncryption().SetAccessTokenLifetime(Lifetime).SetIdentityTokenLifetime(Lifetime);
            server.AddSigningKey(Key(pem));
            // Any process of the console redeems what another one gave.
            server.AddEncryptionKey(new SymmetricSecurityKey(HKDF.DeriveKey(
                HashAlgorithmName.SHA256, System.Text.Encoding.ASCII.GetBytes(pem), 32, info: "rma development codes"u8.ToArray())));
            server.Configure(options => options.TimeProvider = TimeProvider.System);
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().DisableTransportSecurityRequirement();
            server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(
                handler => handler.UseInlineHandler(request =>
                {
                    if (request.ClientId != settings.ClientId || !IsOurs(request.RedirectUri, settings))
                        request.Reject(OpenIddictConstants.Errors.InvalidRequest, "Only the console signs people in here.");
                    return default;
                }));
            server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(request =>
            {
                if (request.ClientId != settings.ClientId)
                    request.Reject(OpenIddictConstants.Errors.InvalidClient, "Only the console signs people in here.");
                return default;
            }));
        });
    }

    /// <summary>What the console knows of it; nobody has to ask.</summary>
    public static OpenIdConnectConfiguration ConfigurationFor(SignInSettings settings) => new()
    {
        Issuer = settings.PublicAddress.AbsoluteUri,
        AuthorizationEndpoint = new Uri(settings.PublicAddress, AuthorizePath).AbsoluteUri,
        TokenEndpoint = $"http://127.0.0.1:{settings.Door}{TokenPath}",
        SigningKeys = { Key(File.ReadAllText(settings.DevelopmentKeyFile)) },
    };

    public static void MapDevelopmentProvider(this IEndpointRouteBuilder routes) =>
        routes.MapPost(ChoicePath, (IFormCollection form) => Person.All.FirstOrDefault(one => one.Id == form["person"]) is { } person
            ? Results.SignIn(new ClaimsPrincipal(Identity(person)), new AuthenticationProperties(),
                OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Results.BadRequest()).OpenPage();

    private static ClaimsIdentity Identity(Person person)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, "sub", "roles");
        identity.SetClaim(OpenIddictConstants.Claims.Subject, person.Id).SetClaims("roles", [person.Role])
            .SetClaim("account", person.Account);
        identity.SetScopes(OpenIddictConstants.Scopes.OpenId).SetResources(Audience);
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return identity;
    }

    private static RsaSecurityKey Key(string pem)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return new RsaSecurityKey(key) { KeyId = "dev" };
    }

    private static bool IsOurs(string? redirect, SignInSettings settings) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var address) && address.AbsolutePath == SignInSetup.CallbackPath
        && (address.IsLoopback || address.Host == settings.PublicAddress.Host);
}
