using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>A key of a device or system. The secret has 256 random bits, so a plain SHA-256 of it is enough.</summary>
/// <param name="Id">Public part; the client sends <c>rma_&lt;id&gt;_&lt;secret&gt;</c>.</param>
/// <param name="SecretSha256">Lower-case hex.</param>
/// <param name="NotBefore">First instant of validity, UTC; null = no start.</param>
/// <param name="NotAfter">First instant after validity, UTC; null = no end.</param>
public sealed record ApiKey(
    string Id, string SecretSha256, string Name, IReadOnlyList<string> Roles, string? Site = null, string? Account = null,
    DateTimeOffset? NotBefore = null, DateTimeOffset? NotAfter = null, bool Revoked = false);

/// <summary>
/// The API keys of this installation, from the file at <c>Security:ApiKeysFile</c>; read again when it changes. A file that cannot be
/// read, or has a member that no key has, is an error: the keys read before stay valid for <see cref="Grace"/>, then none is.
/// </summary>
internal sealed class ApiKeyRing(IConfiguration configuration, TimeProvider clock, SecurityLog security, ILogger<ApiKeyRing> log)
{
    /// <summary>How long a broken file may stay: whoever revokes a key must not be held up by a comma for longer.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly WatchedFile<Dictionary<string, ApiKey>> file = new(
        () => configuration["Security:ApiKeysFile"], json => Read(json, log), TimeSpan.Zero,
        fault => security.KeyFileBroken(fault.Message));

    /// <summary>Whether the file has been broken for so long that no key is valid any more.</summary>
    public bool IsBroken => file.FaultyFor > Grace;

    /// <summary>
    /// The key that was presented, or why it is not valid (see <see cref="SecurityKinds"/>) and whose it claims to be. The response time
    /// does not reveal which.
    /// </summary>
    public (ApiKey? Key, string? Refused, string? Claimed) Find(string presented)
    {
        var parts = presented.Split('_', 3);
        if (parts is not ["rma", var id, var secret]) return (null, SecurityKinds.KeyMalformed, Fingerprint(presented));
        var key = file.Value?.GetValueOrDefault(id);
        var expected = Encoding.ASCII.GetBytes(key?.SecretSha256 ?? new string('0', 64));
        var given = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
        var isRight = CryptographicOperations.FixedTimeEquals(expected, given);
        // The id of an unknown key may be anything, a secret in the wrong place as well: it is not shown.
        if (key is null) return (null, SecurityKinds.KeyUnknown, Fingerprint(presented));
        return Objection(key, isRight) is { } refused ? (null, refused, $"key {key.Id} ({key.Name})") : (key, null, null);
    }

    private string? Objection(ApiKey key, bool isRight)
    {
        var now = clock.GetUtcNow();
        return !isRight ? SecurityKinds.KeyWrongSecret
            : key.Revoked ? SecurityKinds.KeyRevoked
            : IsBroken ? SecurityKinds.KeysBroken
            : now < key.NotBefore ? SecurityKinds.KeyNotYetValid
            : now >= key.NotAfter ? SecurityKinds.KeyExpired : null;
    }

    // The same unknown key twice is recognized, and nobody can use what is written.
    private static string Fingerprint(string presented) =>
        $"unknown key #{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(presented)))[..8]}";

    private static Dictionary<string, ApiKey> Read(byte[] json, ILogger log) => JsonSerializer.Deserialize<ApiKey?[]>(json, Json)!
        .Select(key => key ?? throw new JsonException("A key is null.")).Where(key => IsUsable(key, log)).ToDictionary(key => key.Id);

    // One key with such a name must not take the others with it.
    private static bool IsUsable(ApiKey key, ILogger log)
    {
        if (IdentifyingText.FaultOfCaller(key.Name) is not { } fault) return true;
        log.ApiKeyUnusable(key.Id, fault);
        return false;
    }
}

/// <summary>Ready while the keys can be read.</summary>
internal sealed class ApiKeysHealth(ApiKeyRing ring) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ring.IsBroken
            ? HealthCheckResult.Unhealthy("The file of API keys is broken, and no key is valid.") : HealthCheckResult.Healthy());
}

internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyRing ring)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    /// <summary>The claim with the id of the key; its name is the subject.</summary>
    public const string KeyClaim = "key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = Request.Headers[Header].ToString();
        if (presented.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
        var (found, refused, claimed) = ring.Find(presented);
        if (found is not { } key)
        {
            SecurityNotes.Of(Context).CredentialRefused(refused!, claimed);
            return Task.FromResult(AuthenticateResult.Fail("The key is not valid."));
        }

        if (IdentifyingText.Fault(key.Name) is { } fault)
            return Task.FromResult(AuthenticateResult.Fail($"The name of this key has {fault}."));
        var claims = new List<Claim> { new("sub", key.Name), new(KeyClaim, key.Id) };
        claims.AddRange(key.Roles.Select(role => new Claim("roles", role)));
        if (key.Site is not null) claims.Add(new Claim("site", key.Site));
        if (key.Account is not null) claims.Add(new Claim("account", key.Account));
        var identity = new ClaimsIdentity(claims, SchemeName, "sub", "roles");
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "ApiKey, Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
