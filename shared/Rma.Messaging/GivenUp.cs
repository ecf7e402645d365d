using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MassTransit;

namespace Rma.Messaging;

/// <summary>
/// Takes what the broker gave up: messages whose consumer died of them again and again, or rejected them. Each becomes a dead letter of
/// this service, to be retried or settled like any other. Credit takes those of finance's queues too: they are its notes, and are sent
/// again as such; so one that this service did not sign is never sent again.
/// </summary>
internal sealed class GivenUp(DeadLetters deadLetters, SenderKeys keys, MessagingOptions options) : IFilter<ReceiveContext>
{
    private const string Code = "message.given-up";

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (!context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery)) return;
        var (body, death) = (context.GetBody(), Death.First(delivery.Properties.Headers, delivery.Exchange));
        var headers = Delivery.HeadersOf(delivery, new Delivered(delivery, body, isFeed: false));
        headers["exchange"] = headers["exchange"]?.ToString() == delivery.Exchange ? death.Exchange : headers["exchange"]?.DeepClone();
        var (code, reason) = IsForged(death.Queue, delivery, headers, body)
            ? (Unproven.WrongSignature, "It is among finance's notes, and was not signed by the service that writes them.")
            : (Code, death.Reason);
        await Delivery.ToDeadLetters(
            deadLetters, death.Queue, delivery.Properties.MessageId, code, reason, delivery.Properties.ContentType, headers, body,
            context.CancellationToken);
    }

    // What goes back to a queue of ours is proven there. A note goes to finance with a new signature of ours: it must have had one.
    private bool IsForged(string queue, RabbitMqBasicConsumeContext delivery, JsonObject headers, byte[] body)
    {
        var finance = options.Topology.Finance;
        if (finance.Queues.FirstOrDefault(outlet => finance.QueueOf(outlet) == queue) is not { } note) return false;
        var exchange = finance.ExchangeOf(note);
        var signer = keys.SignerOf(
            sender => new SignedMessage(
                sender, delivery.Properties.MessageId, exchange, note.RoutingKey, delivery.Properties.ContentType, null, body),
            headers["signature"]?.ToString() ?? "");
        return signer is null || exchange == finance.Exchange && signer != options.Service;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("givenUp");

    /// <summary>Where and why a message was given up, as the broker wrote it into the header <c>x-death</c>.</summary>
    private sealed record Death(string Queue, string Exchange, string Reason)
    {
        public static Death First(IDictionary<string, object?>? headers, string arrivedAt)
        {
            // The newest comes first.
            var told = headers?.TryGetValue("x-death", out var deaths) == true && deaths is IList<object> { Count: > 0 } list
                ? list[^1] as IDictionary<string, object?> : null;
            if (told is null) return new(arrivedAt, arrivedAt, "It came here by itself: the broker does not say from which queue.");
            var (queue, why) = (Text(told, "queue"), Text(told, "reason"));
            return new(queue, Text(told, "exchange"), why switch
            {
                "delivery_limit" => $"Its consumer took it from {queue} and died of it, again and again: see its log of that time.",
                "rejected" => $"The reader of {queue} rejected it.",
                _ => string.Create(CultureInfo.InvariantCulture, $"The broker took it from {queue}: {why}."),
            });
        }

        private static string Text(IDictionary<string, object?> table, string name) => table.TryGetValue(name, out var value)
            ? value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value as string ?? "" : "";
    }
}
