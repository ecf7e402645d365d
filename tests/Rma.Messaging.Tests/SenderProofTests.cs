using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using RabbitMQ.Client;
using Rma.Testing;
using V1 = Rma.Contracts.Probe.V1;

namespace Rma.Messaging.Tests;

/// <summary>Who may say what: a message counts only when broker and signature name the one service that sends it.</summary>
[Trait(Attack.Trait, Attack.OnMessages)]
public sealed class SenderProofTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly string Exchange = ServiceUnderTest.ExchangeOf<V1.Count>();

    [Fact]
    public async Task A_message_of_its_sender_counts()
    {
        await probe.PublishRaw(Exchange, Count("honest"), Envelope, Guid.CreateVersion7().ToString());
        await probe.Counted("honest", 1);
    }

    [Fact]
    public Task A_message_of_another_service_is_put_aside() =>
        IsPutAside("message.forged", "by-other", id => probe.PublishRaw(Exchange, Count("by-other"), Envelope, id, signedBy: "other"));

    [Fact]
    public Task A_message_without_a_signature_is_put_aside() =>
        IsPutAside("message.unsigned", "unsigned", id => probe.PublishRaw(Exchange, Count("unsigned"), Envelope, id, signedBy: ""));

    [Fact]
    public Task A_message_without_a_user_is_put_aside() =>
        IsPutAside("message.unproven-sender", "no-user", id => probe.PublishRaw(Exchange, Count("no-user"), Envelope, id, proven: false));

    [Theory]
    [InlineData("body")]
    [InlineData("id")]
    [InlineData("exchange")]
    [InlineData("routing key")]
    [InlineData("content type")]
    [InlineData("sender")]
    [InlineData("on behalf of")]
    public Task A_signature_of_something_else_is_put_aside(string changed)
    {
        var tally = $"changed-{changed.Replace(' ', '-')}";
        var body = Count(tally);
        return IsPutAside("message.wrong-signature", tally, id => Say(id, body, probe.Senders.Sign(
            "probe", changed == "id" ? Guid.CreateVersion7().ToString() : id, changed == "exchange" ? Exchange + "ed" : Exchange,
            changed == "routing key" ? "x" : "", changed == "content type" ? "application/json" : Envelope,
            changed == "body" ? Count("another") : body, changed == "on behalf of" ? "other" : "")
                .Replace(changed == "sender" ? "probe-" : "nothing", "other-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("probe-000000000000.AAAA")]
    [InlineData("no dot at all")]
    [InlineData("probe-000000000000.not Base64 at all")]
    public Task A_signature_that_is_none_is_put_aside(string header) =>
        IsPutAside("message.wrong-signature", "none", id => Say(id, Count("none"), header));

    // Its own exchange would lead it to the queue, and its own signature is good; but it claims to be a message of another service.
    [Fact]
    public Task A_message_that_claims_several_types_must_be_the_senders_in_all() => IsPutAside("message.forged", "two-types", id =>
        probe.PublishRaw(Exchange, Count("two-types", "urn:message:Rma.Contracts.Other.V1:Told"), Envelope, id, signedBy: "other"));

    [Fact]
    public Task What_poses_as_a_replay_is_put_aside() => IsPutAside("message.forged", "posing", id =>
    {
        var body = Count("posing");
        return Say(id, body, probe.Senders.Sign("other", id, Exchange, "", Envelope, body, "probe"), "probe");
    });

    // With the key and the password of the service itself: what nobody replayed is no replay, whatever its headers say.
    [Fact]
    public Task Low_a_replay_that_no_operator_asked_for_is_put_aside() => IsPutAside("message.forged", "invented", id =>
    {
        var body = Count("invented");
        return probe.PublishWith(Exchange, body, new BasicProperties
        {
            ContentType = Envelope, MessageId = id,
            Headers = new Dictionary<string, object?>
            {
                ["rma-signature"] = probe.Senders.Sign("probe", id, Exchange, "", Envelope, body, "probe"),
                ["rma-on-behalf-of"] = "probe", ["rma-original-exchange"] = Exchange,
                ["rma-original-signature"] = probe.Senders.Sign("probe", id, Exchange, "", Envelope, body, ""),
            },
        });
    });

    [Theory]
    [InlineData("D")]
    [InlineData("B")]
    public async Task A_replay_that_an_operator_asked_for_counts_whatever_the_form_of_its_id(string form)
    {
        var (id, tally) = (Guid.CreateVersion7(), $"asked-{form}");
        var text = id.ToString(form).ToUpperInvariant();
        var body = Count(tally);
        await probe.PublishRaw(Exchange, [.. body, (byte)'x'], Envelope, text);
        var entry = await Wait.Until(() => probe.Scalar<Guid?>($"select id from quarantine where message_id = '{text}'"), found =>
            found is not null, "the dead letter");
        var asked = await probe.Post("operator", $"/dead-letters/{entry}/replay", new { reason = "to see it fail again" });
        Assert.Equal(202, asked.Status);
        await Wait.Until(() => probe.Scalar<string>(
            $"select code from quarantine where id = '{entry}' or message_id = '{id:D}' order by seen_at desc limit 1"),
            code => code == "message.malformed", "it to fail for what it is, not for who sent it");
    }

    [Fact]
    public async Task A_row_that_somebody_put_into_the_outbox_is_not_signed_for_them()
    {
        var (id, body) = (Guid.CreateVersion7(), Count("planted"));
        await IsPutAside("message.unsigned", "planted", async _ =>
        {
            await using var plant = probe.Database.CreateCommand(
                "insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory) " +
                    $"values ($1, '{Exchange}', '', '{Envelope}', '{{}}', $2, true)");
            plant.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            plant.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
            await plant.ExecuteNonQueryAsync();
        }, id);
    }

    [Fact]
    public async Task What_is_not_proven_is_settled_and_never_replayed()
    {
        var id = Guid.CreateVersion7();
        await probe.PublishRaw(Exchange, Count("never"), Envelope, id.ToString(), signedBy: "other");
        var entry = await Wait.Until(() => probe.Scalar<Guid?>($"select id from quarantine where message_id = '{id}'"), found =>
            found is not null, "the dead letter");
        foreach (var door in new[] { $"/dead-letters/{entry}/replay", $"/platform/stuck/{entry}/retry" })
        {
            var refused = await probe.Post("operator", door, new { reason = "it looked good to me" });
            Assert.Equal((409, "dead-letter.unproven"), (refused.Status, refused.Code));
        }

        Assert.Equal(0, await probe.Events("never"));
        Assert.Equal(204, (await probe.Post("operator", $"/dead-letters/{entry}/settlement", new { reason = "forged" })).Status);
    }

    [Fact]
    public async Task A_new_key_counts_from_when_it_is_listed_and_an_old_one_until_it_is_not()
    {
        using var young = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (first, second) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        var body = Count("young");
        var signature = Signed(young, "probe", first, body);
        await Say(first, body, signature);
        await Wait.Until(() => CodeOf(first), code => code == "message.wrong-signature", "the key to be unknown");
        probe.Senders.Write([new("probe", probe.Senders["probe"]), new("other", probe.Senders["other"]), new("probe", young)]);
        await Task.Delay(2_500);
        await Say(second, body, Signed(young, "probe", second, body));
        await probe.Counted("young", 1);
        await File.WriteAllTextAsync(probe.Senders.KeysFile, "{\"keys\":[{");
        await Task.Delay(2_500);
        await probe.PublishRaw(Exchange, Count("young"), Envelope, Guid.CreateVersion7().ToString());
        await probe.Counted("young", 2);
        probe.Senders.Write([new("probe", probe.Senders["probe"]), new("other", probe.Senders["other"])]);
    }

    private static string Signed(ECDsa key, string sender, string id, byte[] body)
    {
        var text = string.Join('\n', "rma-message-1", sender, id, Exchange, "", Envelope, "",
            Convert.ToHexStringLower(SHA256.HashData(body)));
        return $"{sender}-{Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..12]}." +
            Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));
    }

    private async Task IsPutAside(string code, string tally, Func<string, Task> say, Guid? messageId = null)
    {
        var id = (messageId ?? Guid.CreateVersion7()).ToString();
        await say(id);
        Assert.Equal(code, await Wait.Until(() => CodeOf(id), found => found is not null, $"the dead letter of {tally}"));
        var events = await probe.Events(tally);
        Attack.Tried(Attack.OnMessages, 1, events > 0 ? 1 : 0);
        Assert.Equal(0, events);
        Assert.Equal(0, await probe.Scalar<long>($"select count(*) from inbox where message_id = '{id}'"));
    }

    private Task<string?> CodeOf(string id) => probe.Scalar<string>($"select code from quarantine where message_id = '{id}'");

    private Task Say(string id, byte[] body, string signature, string? onBehalfOf = null) =>
        probe.PublishWith(Exchange, body, new BasicProperties
        {
            ContentType = Envelope, MessageId = id,
            Headers = new Dictionary<string, object?> { ["rma-signature"] = signature, ["rma-on-behalf-of"] = onBehalfOf },
        });

    private static byte[] Count(string tally, params string[] more) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["messageId"] = Guid.CreateVersion7().ToString(),
        ["messageType"] = new JsonArray([.. more.Append($"urn:message:{Exchange}").Select(type => (JsonNode)type)]),
        ["message"] = new JsonObject { ["tally"] = tally, ["by"] = 1 },
    }.ToJsonString());
}
