using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>What a file of keys that changes, breaks or goes away does to those who hold keys (S16).</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class ApiKeyRingTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly ApiKeyRing ring;

    public ApiKeyRingTests()
    {
        Write(Key("one"), Key("two"));
        ring = new ApiKeyRing(
            new ConfigurationBuilder().AddInMemoryCollection([new("Security:ApiKeysFile", file)]).Build(), TimeProvider.System,
            new SecurityLog(NullLoggerFactory.Instance, new MessagingOptions { Service = "probe", RabbitMq = () => "" }),
            NullLogger<ApiKeyRing>.Instance);
    }

    [Fact]
    public void A_key_counts_until_it_is_revoked_or_gone_however_soon_the_file_is_written_again()
    {
        Assert.NotNull(Find("one"));
        for (var round = 0; round < 50; round++)
        {
            Write(Key("one"), Key("two", revoked: true));
            Assert.Null(Find("two"));
            Write(Key("one"), Key("two"));
            Assert.NotNull(Find("two"));
        }

        Write(Key("two"));
        Assert.Null(Find("one"));
    }

    [Theory]
    [InlineData("[{")]
    [InlineData("null")]
    [InlineData("""[{"id":"one","secretSha256":"00","name":"one","roles":[],"revokd":true}]""")]
    public void A_broken_file_is_an_error_and_changes_nothing_at_first(string broken)
    {
        Assert.NotNull(Find("one"));
        File.WriteAllText(file, broken);
        Assert.NotNull(Find("one"));
        Assert.False(ring.IsBroken);
        Write(Key("two"));
        Assert.Null(Find("one"));
        Assert.NotNull(Find("two"));
    }

    public void Dispose() => File.Delete(file);

    private ApiKey? Find(string name) => ring.Find($"rma_{name}_secret").Key;

    private void Write(params string[] keys) => File.WriteAllText(file, $"[{string.Join(',', keys)}]");

    private static string Key(string name, bool revoked = false) => JsonSerializer.Serialize(new
    {
        id = name, secretSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret"))), name,
        roles = new[] { "system" }, revoked,
    });
}
