using System.Text.Json.Nodes;
using MassTransit;

namespace Rma.Messaging;

/// <summary>Turns what MassTransit would send into an outbox row that the dispatcher later sends byte for byte the same.</summary>
internal static class Envelope
{
    /// <summary>When a message may be sent; set by <see cref="DeadlineExtensions"/>.</summary>
    internal const string VisibleAtHeader = "rma-visible-at";

    /// <summary>Set for an integration event; not sent, or what its consumer publishes would have it too.</summary>
    internal const string OfEventHeader = "rma-of-event";

    public static OutboxRow ToRow<T>(SendContext<T> context, bool mandatory, TimeProvider clock) where T : class
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException($"{typeof(T).Name} has no message id.");
        DateTimeOffset? visibleAt = context.Headers.TryGetHeader(VisibleAtHeader, out var value) && value is DateTimeOffset at ? at : null;
        if (visibleAt is not null) context.Headers.Set(VisibleAtHeader, null);
        // An integration event is made again of its stored event. The rest is kept, unless it is worth nothing later.
        var isOfEvent = context.Headers.TryGetHeader(OfEventHeader, out _);
        if (isOfEvent) context.Headers.Set(OfEventHeader, null);
        if (visibleAt is null && context.Delay is { } delay) visibleAt = clock.GetUtcNow() + delay;

        return new OutboxRow(
            messageId, ExchangeOf(context.DestinationAddress!), string.Empty,
            context.ContentType?.ToString() ?? "application/vnd.masstransit+json",
            context.CorrelationId is { } correlation ? new JsonObject { ["correlation-id"] = correlation.ToString("D") } : [],
            context.Serializer.GetMessageBody(context).GetBytes(), mandatory, visibleAt,
            IsKept: !isOfEvent && !SentMessages.IsOfTheMoment(ExchangeOf(context.DestinationAddress!)));
    }

    /// <summary>
    /// The exchange name in an address such as <c>rabbitmq://host/vhost/Rma.Contracts.Credit.V1:CreditIssued?temporary=…</c>.
    /// </summary>
    public static string ExchangeOf(Uri address)
    {
        var path = address.IsAbsoluteUri ? address.AbsolutePath : address.OriginalString.Split('?')[0];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

/// <summary>Durable deadlines: a message that a service schedules to itself.</summary>
public static class DeadlineExtensions
{
    /// <summary>
    /// Delays a message until the platform's clock has reached <paramref name="at"/>. It cannot be cancelled: the consumer checks the state
    /// and the business date and ignores a deadline that no longer applies.
    /// </summary>
    public static void VisibleAt(this SendContext context, DateTimeOffset at) => context.Headers.Set(Envelope.VisibleAtHeader, at);
}
