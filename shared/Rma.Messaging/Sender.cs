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

/// <summary>What comes on which queue: the message types, and whether outsiders write to it.</summary>
internal static class Queues
{
    private static readonly Dictionary<string, (IReadOnlyList<Type> Messages, bool IsFeed)> Known = new(StringComparer.Ordinal);

    public static void Add(string queue, IReadOnlyList<Type> messages, bool isFeed)
    {
        lock (Known) Known[queue] = (messages, isFeed);
    }

    public static bool IsFeed(string queue)
    {
        lock (Known) return Known.TryGetValue(queue, out var found) && found.IsFeed;
    }

    public static bool IsFeed(ReceiveContext context) => IsFeed(Envelope.ExchangeOf(context.InputAddress));

    /// <summary>The types that are read from a queue; none where it is not known.</summary>
    public static IReadOnlyList<Type> MessagesOf(ReceiveContext context)
    {
        lock (Known) return Known.TryGetValue(Envelope.ExchangeOf(context.InputAddress), out var found) ? found.Messages : [];
    }
}
