using System.Security.Cryptography;
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
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>API keys for devices and systems, JWT bearer for people, no access by default.</summary>
internal static class Security
{
    private const string ByCredential = "ByCredential";

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ApiKeyRing>();
        builder.Services.AddAuthentication(ByCredential)
            .AddPolicyScheme(ByCredential, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? ApiKeyHandler.SchemeName
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
            ValidIssuer = configuration["Security:JwtIssuer"] ?? "rma-platform-dev",
            ValidAudience = configuration["Security:JwtAudience"] ?? "rma-platform",
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            ClockSkew = TimeSpan.FromSeconds(30), RequireExpirationTime = true, RequireSignedTokens = true,
            NameClaimType = "sub", RoleClaimType = "roles",
        };
        // The caller's name is written to logs and events, so it must be visible text.
        jwt.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (IdentifyingText.FaultOfCaller(context.Principal?.ClientId() ?? "") is { } fault)
                    context.Fail($"The subject of this token has {fault}.");
                return Task.CompletedTask;
            },
        };
        if (configuration["Security:Authority"] is { Length: > 0 } authority)
        {
            jwt.Authority = authority;
            jwt.TokenValidationParameters.ValidIssuer = configuration["Security:JwtIssuer"];
        }
        else if (configuration["Security:JwtPublicKeyFile"] is { Length: > 0 } file && environment.IsDevelopment())
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(File.ReadAllText(file));
            jwt.TokenValidationParameters.IssuerSigningKey = new RsaSecurityKey(rsa) { KeyId = "dev" };
            // A token that names another key must not be checked with ours.
            jwt.TokenValidationParameters.TryAllIssuerSigningKeys = false;
        }
    }
}
