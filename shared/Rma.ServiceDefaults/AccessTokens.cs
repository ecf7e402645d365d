using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Rma.ServiceDefaults;

/// <summary>Whom a token names, and until when.</summary>
public sealed record PersonNamed(ClaimsIdentity Identity, DateTimeOffset Until);

/// <summary>Reads an access token as every route does that takes one: a person is the same in a browser and behind it.</summary>
public sealed class AccessTokens(IOptionsMonitor<JwtBearerOptions> bearer)
{
    /// <exception cref="SecurityTokenException">No route would take it.</exception>
    public async Task<PersonNamed> Read(string token)
    {
        var options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = options.TokenValidationParameters.Clone();
        if (options.ConfigurationManager is BaseConfigurationManager provider) parameters.ConfigurationManager = provider;
        var read = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, parameters);
        if (!read.IsValid) throw read.Exception as SecurityTokenException ?? new SecurityTokenException("It is no token.", read.Exception);
        var valid = (JsonWebToken)read.SecurityToken;
        if (TokenRules.Fault(valid) is { } fault) throw new SecurityTokenException(fault);
        return new(read.ClaimsIdentity, new DateTimeOffset(valid.ValidTo, TimeSpan.Zero));
    }
}
