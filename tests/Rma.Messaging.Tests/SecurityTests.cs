using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>Authentication: tokens of people, keys of devices, nothing else.</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class SecurityTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    private const string Door = "/outbox";

    private async Task<int> Attacked(string token)
    {
        var status = await probe.StatusWith(token, Door);
        Attack.Tried(Attack.OnDoors, 1, status == 401 ? 0 : 1);
        return status;
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task A_sound_token_of_the_right_role_opens_the_door_and_of_another_role_does_not()
    {
        Assert.Equal(200, await probe.StatusWith(probe.Token("operator"), Door));
        Assert.Equal(403, await probe.StatusWith(probe.Token("scanner"), Door));
    }

    public static TheoryData<string> Spoiled =>
        ["no signature", "signed with the public key", "another issuer", "another audience", "expired", "not yet valid", "no expiry",
        "unknown key", "tampered", "another key"];

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task A_spoiled_token_opens_nothing(string how)
    {
        using var other = RSA.Create(2048);
        var token = how switch
        {
            "no signature" => probe.Token("operator", header: head => head["alg"] = "none", sign: _ => []),
            "signed with the public key" =>
                probe.Token("operator", header: head => head["alg"] = "HS256", sign: bytes =>
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(probe.PublicKey), bytes)),
            "another issuer" => probe.Token("operator", claims: claims => claims["iss"] = "somebody"),
            "another audience" => probe.Token("operator", claims: claims => claims["aud"] = "something"),
            "expired" => probe.Token("operator", claims: claims => (claims["nbf"], claims["exp"]) = (Now - 600, Now - 31)),
            "not yet valid" => probe.Token("operator", claims: claims => claims["nbf"] = Now + 60),
            "no expiry" => probe.Token("operator", claims: claims => claims.Remove("exp")),
            "unknown key" => probe.Token("operator", header: head => head["kid"] = "other"),
            "another key" =>
                probe.Token("operator", sign: bytes => other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            _ => Tampered(probe.Token("scanner")),
        };
        Assert.Equal(401, await Attacked(token));
    }

    [Theory]
    [InlineData("no subject")]
    [InlineData("two subjects")]
    [InlineData("an empty subject")]
    [InlineData("an extension that must be understood")]
    [InlineData("an empty list of extensions")]
    [InlineData("another type")]
    [InlineData("a type that is no text")]
    public async Task Low_a_token_that_is_no_plain_access_token_opens_nothing(string how)
    {
        var token = how switch
        {
            "no subject" => probe.Token("operator", claims: claims => claims.Remove("sub")),
            "two subjects" => probe.Token("operator", claims: claims => claims["sub"] = new JsonArray("ada", "bob")),
            "an empty subject" => probe.Token("operator", claims: claims => claims["sub"] = ""),
            "an extension that must be understood" =>
                probe.Token("operator", header: head => (head["crit"], head["b64"]) = (new JsonArray("b64"), false)),
            "an empty list of extensions" => probe.Token("operator", header: head => head["crit"] = new JsonArray()),
            "another type" => probe.Token("operator", header: head => head["typ"] = "dpop+jwt"),
            _ => probe.Token("operator", header: head => head["typ"] = 7),
        };
        Assert.Equal(401, await Attacked(token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    public async Task An_access_token_may_say_its_type_or_not(string? type) => Assert.Equal(200, await probe.StatusWith(
        probe.Token("operator", header: head =>
        {
            if (type is null) head.Remove("typ");
            else head["typ"] = type;
        }), Door));

    [Fact]
    public void Low_a_key_of_the_issuer_that_is_too_short_signs_nothing()
    {
        using var shorter = RSA.Create(1024);
        using var enough = RSA.Create(2048);
        var token = new JsonWebToken(probe.Token("operator"));
        Assert.False(TokenRules.IsStrong(new RsaSecurityKey(shorter), token));
        Assert.True(TokenRules.IsStrong(new RsaSecurityKey(enough), token));
    }

    [Fact]
    public void Low_no_two_callers_have_one_scope()
    {
        string[] scopes =
        [
            Scope("ApiKey", "ada", null), Scope("Federation", "ada", null), Scope("Federation", "ada@b", "c"),
            Scope("Federation", "ada", "b@c"), Scope("Federation", "ada", "b%40c"), Scope("Federation", "ada@", "b"),
            Scope("Federation", "ApiKey:ada", null), Scope("Federation", "ada@b@c", null),
        ];
        Assert.Equal(scopes, scopes.Distinct());
        // What was stored before an upgrade is found afterwards.
        Assert.Equal("ApiKey:ada@ACC-1", Scope("ApiKey", "ada", "ACC-1"));

        static string Scope(string scheme, string name, string? account) => new ClaimsPrincipal(new ClaimsIdentity(
            [new("sub", name), .. account is null ? Array.Empty<Claim>() : [new("account", account)]], scheme)).Scope();
    }

    [Fact]
    public async Task A_token_that_expired_a_moment_ago_still_counts() =>
        Assert.Equal(200, await probe.StatusWith(
            probe.Token("operator", claims: claims => (claims["nbf"], claims["exp"]) = (Now - 600, Now - 15)), Door));

    [Fact]
    public async Task A_token_in_the_address_counts_for_nothing()
    {
        using var http = probe.As(null);
        using var answer = await http.GetAsync(new Uri($"{Door}?access_token={probe.Token("operator")}", UriKind.Relative));
        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_told_what_runs_here()
    {
        using var http = probe.As("operator");
        using var answer = await http.GetAsync(new Uri(Door, UriKind.Relative));
        Assert.False(answer.Headers.Contains("Server"));
        using var health = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal("Healthy", await health.Content.ReadAsStringAsync());
    }

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Convert.FromBase64String(
            parts[1].Replace('-', '+').Replace('_', '/').PadRight((parts[1].Length + 3) / 4 * 4, '=')))!;
        claims["roles"] = new JsonArray("operator");
        var changed = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return $"{parts[0]}.{changed.TrimEnd('=').Replace('+', '-').Replace('/', '_')}.{parts[2]}";
    }
}
