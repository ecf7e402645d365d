using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Rma.Issuance.Webhooks;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>Where webhooks go, and how their secrets are kept.</summary>
[Trait(Attack.Trait, Attack.OnDoors)]
public sealed class WebhookNetworksTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    private static readonly Guid Webhook = Guid.Parse("0195f000-0000-7000-8000-000000000001");

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::10.1.2.3")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2002:0a01:0203::1")]
    [InlineData("2001:db8::1")]
    public void Low_a_webhook_calls_no_address_inside(string address)
    {
        var may = Networks(development: false).MayCall(IPAddress.Parse(address), 443);
        Attack.Tried(Attack.OnDoors, 1, may ? 1 : 0);
        Assert.False(may);
    }

    [Theory]
    [InlineData("8.8.8.8", 443, true)]
    [InlineData("::ffff:8.8.8.8", 443, true)]
    [InlineData("2a00:1450:4001::1", 443, true)]
    [InlineData("8.8.8.8", 8443, false)]
    [InlineData("8.8.8.8", 22, false)]
    public void Low_a_webhook_calls_public_addresses_on_one_port(string address, int port, bool may)
    {
        Assert.Equal(may, Networks(development: false).MayCall(IPAddress.Parse(address), port));
        Assert.Equal(port == 443, Networks(development: false).MayUse(port));
    }

    // The name is on the operator's list and passed every check of its text; where it leads is seen only when it is looked up.
    [Fact]
    public async Task Low_a_name_that_leads_inside_is_not_called()
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = Networks(development: false).Connect, UseProxy = false };
        using var http = new HttpClient(handler);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("https://localhost/hook")));
        Assert.IsType<AddressNotAllowedException>(refused.InnerException);
    }

    [Fact]
    public void Low_networks_of_its_own_are_for_development_only()
    {
        var named = Networks(development: true, "10.0.0.0/8");
        Assert.True(named.MayCall(IPAddress.Parse("10.1.2.3"), 8080));
        Assert.False(named.MayCall(IPAddress.Parse("127.0.0.1"), 8080));
        Assert.Contains("Webhooks:AllowedNetworks",
            Assert.Throws<InvalidOperationException>(() => Networks(development: false, "10.0.0.0/8")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Low_a_webhook_in_production_names_port_443_and_no_address_inside()
    {
        var targets = new WebhookTargets(Settings(("Webhooks:AllowedHosts:0", "127.0.0.1"), ("Webhooks:AllowedHosts:1", "a.example")),
            Networks(development: false), development: false);
        Assert.Equal("webhook.port-not-allowed", Refused("https://a.example:8443/hook"));
        Assert.Equal("webhook.address-not-public", Refused("https://127.0.0.1/hook"));
        Assert.Equal("a.example", targets.Read("https://a.example/hook").Host);

        string Refused(string url) => Assert.Throws<EventSourcing.InvalidInputException>(() => targets.Read(url)).Code;
    }

    [Fact]
    public void Low_a_secret_is_stored_encrypted_and_bound_to_its_webhook()
    {
        var secrets = Secrets("first key of thirty-two letters and more");
        var stored = secrets.Encrypt(Webhook, "the secret");
        Assert.DoesNotContain("the secret", stored, StringComparison.Ordinal);
        Assert.NotEqual(stored, secrets.Encrypt(Webhook, "the secret"));
        Assert.Equal("the secret", secrets.Decrypt(Webhook, stored));
        Assert.ThrowsAny<CryptographicException>(() => secrets.Decrypt(Guid.Empty, stored));
        Assert.ThrowsAny<CryptographicException>(() => Secrets("another key of thirty-two letters and more").Decrypt(Webhook, stored));
        var young = Secrets("another key of thirty-two letters and more", "first key of thirty-two letters and more");
        Assert.Equal("the secret", young.Decrypt(Webhook, stored));
        Assert.NotEqual(young.Current, secrets.Current);
    }

    [Theory]
    [InlineData(null, "Webhooks:SecretKeyFile is not set")]
    [InlineData("", "Webhooks:SecretKeyFile")]
    [InlineData("short", "Webhooks:SecretKeyFile")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Webhooks:SecretKeyFile")]
    public void Low_without_a_strong_key_for_secrets_production_does_not_start(string? content, string named) =>
        Assert.Contains(named, Assert.Throws<InvalidOperationException>(() => content is null
            ? WebhookSecrets.From(Settings(), development: false) : Secrets(content)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Low_secrets_of_before_are_encrypted_and_new_ones_never_stored_as_they_are()
    {
        var made = await issuance.Post("partner", "/webhooks", new { url = "https://127.0.0.1/hook" }, "shown-once");
        var (id, secret) = (made.Body!["webhookId"]!.GetValue<Guid>(), made.Body["secret"]!.GetValue<string>());
        Assert.Equal(0, await issuance.Scalar<long>($"select count(*) from idempotency where position('{secret}'::bytea in body) > 0"));
        var again = await issuance.Post("partner", "/webhooks", new { url = "https://127.0.0.1/hook" }, "shown-once");
        Assert.Equal((201, id, true), (again.Status, again.Body!["webhookId"]!.GetValue<Guid>(), again.Body["secret"] is null));
        Assert.StartsWith("v1:", await Stored(id), StringComparison.Ordinal);
        await using (var before = issuance.Database.CreateCommand($"update webhooks set secret = '{secret}' where webhook_id = '{id}'"))
            await before.ExecuteNonQueryAsync();
        var secrets = WebhookSecrets.From(Settings(), development: true);
        Assert.True(await secrets.Renew(issuance.Database, default) >= 1);
        Assert.Equal(0, await secrets.Renew(issuance.Database, default));
        Assert.Equal(secret, secrets.Decrypt(id, (await Stored(id))!));
    }

    private Task<string?> Stored(Guid id) => issuance.Scalar<string>($"select secret from webhooks where webhook_id = '{id}'");

    private static WebhookSecrets Secrets(params string[] lines)
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, lines);
        try
        {
            return WebhookSecrets.From(Settings(("Webhooks:SecretKeyFile", file)), development: false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static WebhookNetworks Networks(bool development, params string[] named) =>
        new(Settings([.. named.Select((network, at) => ($"Webhooks:AllowedNetworks:{at}", network))]), development);

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
