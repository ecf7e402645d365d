using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Rma.Messaging;

/// <summary>Who sent a message, as the broker proved it.</summary>
internal static class Sender
{
    /// <summary>The AMQP user-id, which the broker checks against the publishing connection; null when the publisher gave none.</summary>
    public static string? SenderOf(this ReceiveContext context) =>
        context.TryGetPayload<RabbitMqBasicConsumeContext>(out var delivery) ? delivery.Properties.UserId : null;
}

/// <summary>The queues that outsiders write to.</summary>
internal static class FeedQueues
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal);

    public static void Add(string queue)
    {
        lock (Names) Names.Add(queue);
    }

    public static bool Contains(string queue)
    {
        lock (Names) return Names.Contains(queue);
    }

    public static bool Contains(ReceiveContext context) => Contains(Envelope.ExchangeOf(context.InputAddress));
}
