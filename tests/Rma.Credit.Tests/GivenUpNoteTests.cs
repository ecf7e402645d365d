using System.Text;
using RabbitMQ.Client;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;

namespace Rma.Credit.Tests;

/// <summary>R1: a note that finance's reader rejects is not lost: it is a dead letter of credit, and two people send it again.</summary>
public sealed class GivenUpNoteTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    private const string Queue = "finance.credit-notes";

    [Fact]
    public async Task R1_a_rejected_note_is_stuck_and_comes_again_as_it_was()
    {
        credit.AddKey("second-operator", "operator");
        await using var channel = await credit.Channel();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = "credit-given-up", ["x-overflow"] = "reject-publish",
            ["x-dead-letter-strategy"] = "at-least-once",
        });
        await channel.QueueBindAsync(Queue, "finance", "credit-note");
        var asked = Camera("GIVEN-UP");
        await credit.Publish(asked);
        var first = await Next(channel);
        await channel.BasicRejectAsync(first.DeliveryTag, requeue: false);

        var stuck = await Wait.Until(async () => (await credit.Get("operator", "/platform/stuck")).Body!.AsArray().SingleOrDefault(item =>
            item!["what"]!.GetValue<string>() == Queue), item => item is not null, "the note among what is stuck");
        Assert.Equal("message.given-up: The reader of finance.credit-notes rejected it.", stuck!["cause"]!.GetValue<string>());
        var id = stuck["id"]!.GetValue<string>();
        Assert.Equal("second-person-needed", (await Retry("operator", id)).Body!["outcome"]!.GetValue<string>());
        Assert.Equal("dead-letter.same-person", (await Retry("operator", id)).Code);
        Assert.Equal(202, (await Retry("second-operator", id)).Status);

        var again = await Next(channel);
        await channel.BasicAckAsync(again.DeliveryTag, multiple: false);
        Assert.Equal(Text(first.Body), Text(again.Body));
        foreach (var (what, of) in new (string, Func<BasicGetResult, string?>)[]
        {
            ("exchange", one => one.Exchange), ("key", one => one.RoutingKey), ("id", one => one.BasicProperties.MessageId),
            ("sender", one => one.BasicProperties.UserId), ("type", one => one.BasicProperties.ContentType),
            ("signing key", one => Text((byte[])one.BasicProperties.Headers!["rma-signature"]!).Split('.')[0]),
        }) Assert.Equal((what, of(first)), (what, of(again)));
        Assert.DoesNotContain((await credit.Get("operator", "/platform/stuck")).Body!.AsArray(),
            item => item!["what"]!.GetValue<string>() == Queue);
    }

    [Fact]
    public async Task R1_a_note_that_credit_did_not_sign_is_never_sent_again()
    {
        // As somebody who has the broker's password of credit could write it.
        await using var channel = await credit.Channel();
        var properties = new BasicProperties
        {
            MessageId = Guid.CreateVersion7().ToString(), ContentType = "application/json",
            UserId = (await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"],
            Headers = new Dictionary<string, object?>
            {
                ["rma-signature"] = "credit.AAAA",
                ["x-death"] = new List<object?>
                {
                    new Dictionary<string, object?>
                    {
                        ["queue"] = "finance.charge-notes", ["reason"] = "rejected", ["exchange"] = "finance", ["count"] = 1L,
                    },
                },
            },
        };
        await channel.BasicPublishAsync(
            "credit-given-up", "", mandatory: true, properties, """{"creditId":"mine","amount":9999.00}"""u8.ToArray());
        var stuck = await Wait.Until(async () => (await credit.Get("operator", "/platform/stuck")).Body!.AsArray().SingleOrDefault(item =>
            item!["what"]!.GetValue<string>() == "finance.charge-notes"), item => item is not null, "the forged note");
        Assert.StartsWith("message.wrong-signature", stuck!["cause"]!.GetValue<string>(), StringComparison.Ordinal);
        var id = stuck["id"]!.GetValue<string>();
        Assert.Equal("dead-letter.unproven", (await Retry("operator", id)).Code);
        Assert.Equal(204, (await credit.Post("operator", $"/dead-letters/{id}/settlement", new { reason = "forged" })).Status);
    }

    private Task<HttpAnswer> Retry(string who, string id) =>
        credit.Post(who, $"/platform/stuck/{id}/retry", new { reason = "its reader was mended" });

    private static async Task<BasicGetResult> Next(IChannel channel) =>
        (await Wait.Until(() => channel.BasicGetAsync(Queue, autoAck: false), got => got is not null, "a note"))!;

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
