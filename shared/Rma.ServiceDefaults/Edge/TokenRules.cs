using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// What is asked of a token besides signature, issuer, audience and time: one subject that can be seen, a type that may be an access token
/// (<c>JWT</c>, <c>at+jwt</c> or none), no extension that must be understood, and a key that is strong enough.
/// </summary>
internal static class TokenRules
{
    /// <summary>The smallest RSA key, in bits.</summary>
    public const int SmallestRsaKey = 2_048;

    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    public static JwtBearerEvents Events() => new()
    {
        OnTokenValidated = context =>
        {
            if (Fault((JsonWebToken)context.SecurityToken) is { } fault)
            {
                SecurityNotes.Of(context.HttpContext).CredentialRefused(SecurityKinds.TokenRefused, Claimed(context.Request));
                context.Fail(fault);
            }

            return Task.CompletedTask;
        },
        OnAuthenticationFailed = async context =>
        {
            var kind = context.Exception is SecurityTokenSignatureKeyNotFoundException && !await HasKeys(context)
                ? SecurityKinds.TokenUnchecked : KindOf(context.Exception);
            SecurityNotes.Of(context.HttpContext).CredentialRefused(kind, Claimed(context.Request));
        },
    };

    /// <summary>Whether the issuer's key is strong enough to believe what it signed.</summary>
    public static bool IsStrong(SecurityKey key, SecurityToken token) =>
        token is not JsonWebToken { Alg: SecurityAlgorithms.RsaSha256 } || key.KeySize >= SmallestRsaKey;

    /// <summary>What is wrong with a token that is valid otherwise; null for nothing.</summary>
    public static string? Fault(JsonWebToken token)
    {
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedHeader));
        // RFC 7515: who does not understand an extension that is named there has to refuse the token. None is understood here.
        if (header.RootElement.TryGetProperty("crit", out _)) return "This token has extensions that are not understood here.";
        if (header.RootElement.TryGetProperty("typ", out var type)
            && (type.ValueKind != JsonValueKind.String || !Types.Contains(type.GetString(), StringComparer.OrdinalIgnoreCase)))
            return "This token is of another type than an access token.";
        return token.Claims.Where(claim => claim.Type == "sub").ToArray() is not [var subject] ? "This token names no subject."
            : IdentifyingText.FaultOfCaller(subject.Value) is { } fault ? $"The subject of this token has {fault}." : null;
    }

    // Without the identity provider's keys a token is looked at all the same, and none is found that fits.
    private static async Task<bool> HasKeys(AuthenticationFailedContext context)
    {
        if (context.Options.ConfigurationManager is not { } provider) return true;
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted);
        soon.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await provider.GetConfigurationAsync(soon.Token);
            return true;
        }
        catch (Exception away) when (away is InvalidOperationException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string KindOf(Exception exception) => exception switch
    {
        SecurityTokenExpiredException => SecurityKinds.TokenExpired,
        SecurityTokenNotYetValidException => SecurityKinds.TokenNotYetValid,
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException or SecurityTokenInvalidSigningKeyException =>
            SecurityKinds.TokenSignature,
        SecurityTokenInvalidIssuerException or SecurityTokenInvalidAudienceException => SecurityKinds.TokenOfOthers,
        SecurityTokenMalformedException or ArgumentException => SecurityKinds.TokenMalformed,
        SecurityTokenException => SecurityKinds.TokenRefused,
        // The keys of the identity provider could not be had: nobody's fault who is outside.
        _ => SecurityKinds.TokenUnchecked,
    };

    // Not proven; good enough to find whose token is over.
    private static string? Claimed(HttpRequest request)
    {
        var credential = request.Headers.Authorization.ToString();
        if (!credential.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return new JsonWebToken(credential["Bearer ".Length..].Trim()).Subject is { Length: > 0 } subject ? $"claims {subject}" : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
