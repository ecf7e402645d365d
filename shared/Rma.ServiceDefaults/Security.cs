using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Rma.ServiceDefaults;

/// <summary>API keys for devices and systems, JWT bearer for people, no access by default.</summary>
internal static class Security
{
    /// <summary>Who issues the tokens of a developer's machine.</summary>
    public const string DevelopmentIssuer = "rma-platform-dev";

    private const string ByCredential = "ByCredential";

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        StartChecks.Run(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton<AccessTokens>().AddSingleton<SecurityLog>().AddSingleton<FailureLimits>().AddSingleton<ApiKeyRing>();
        builder.Services.AddAuthentication(ByCredential)
            .AddPolicyScheme(ByCredential, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.GetEndpoint()?.Metadata.GetMetadata<PageRoute>() is { } page ? page.Scheme
                    : context.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? ApiKeyHandler.SchemeName
                    : JwtBearerDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddJwtBearer(jwt => Configure(jwt, builder.Configuration, builder.Environment));
        builder.Services.AddAuthorizationBuilder()
            // A route without roles allows no one; a request that matches no route is left to routing (404, 405).
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser()
                .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
    }

    private static void Configure(JwtBearerOptions jwt, IConfiguration configuration, IHostEnvironment environment)
    {
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = configuration["Security:JwtIssuer"] ?? DevelopmentIssuer,
            ValidAudience = configuration["Security:JwtAudience"] ?? "rma-platform",
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            ClockSkew = TimeSpan.FromSeconds(30), RequireExpirationTime = true, RequireSignedTokens = true,
            NameClaimType = "sub", RoleClaimType = "roles",
            IssuerSigningKeyValidator = (key, token, _) => TokenRules.IsStrong(key, token),
        };
        jwt.Events = TokenRules.Events();
        if (configuration["Security:Authority"] is { Length: > 0 } authority)
        {
            jwt.Authority = authority;
            jwt.TokenValidationParameters.ValidIssuer = configuration["Security:JwtIssuer"];
        }
        else if (configuration["Security:JwtPublicKeyFile"] is { Length: > 0 } file && environment.IsDevelopment())
        {
            jwt.TokenValidationParameters.IssuerSigningKey = new RsaSecurityKey(StartChecks.DevelopmentKey(file)) { KeyId = "dev" };
            // The provider of ready-made people names itself by its address.
            if (configuration["Security:DevelopmentIssuer"] is { Length: > 0 } other)
                jwt.TokenValidationParameters.ValidIssuers = [other];
            // A token that names another key must not be checked with ours.
            jwt.TokenValidationParameters.TryAllIssuerSigningKeys = false;
        }
    }
}
