using MassTransit;

namespace Rma.Messaging;

/// <summary>The sender of a message, as its gate has proven it.</summary>
internal static class Sender
{
    /// <summary>A service, or the user of a system that publishes to the feed; of a replayed message who sent it first.</summary>
    public static string? SenderOf(this ReceiveContext context) =>
        context.TryGetPayload<ProvenSender>(out var proven) ? proven.Sender : null;
}

/// <summary>What a service consumes from one queue.</summary>
/// <param name="Messages">The message types.</param>
/// <param name="IsFeed">Whether other systems publish to it.</param>
/// <param name="Together">Whether its messages are taken several in one transaction (<see cref="Gathering{T}"/>).</param>
public sealed record QueueReads(string Queue, IReadOnlyList<Type> Messages, bool IsFeed, bool Together = false);

/// <summary>All queues of this process.</summary>
internal static class Queues
{
    private static readonly Dictionary<string, QueueReads> Known = new(StringComparer.Ordinal);

    public static void Add(QueueReads queue)
    {
        lock (Known) Known[queue.Queue] = queue;
    }

    public static bool IsFeed(string queue) => Find(queue)?.IsFeed == true;

    public static bool IsTakenTogether(string queue) => Find(queue)?.Together == true;

    public static bool IsFeed(ReceiveContext context) => IsFeed(Envelope.ExchangeOf(context.InputAddress));

    /// <summary>The types that are consumed from a queue; none for an unknown queue.</summary>
    public static IReadOnlyList<Type> MessagesOf(ReceiveContext context) => Find(Envelope.ExchangeOf(context.InputAddress))?.Messages ?? [];

    private static QueueReads? Find(string queue)
    {
        lock (Known) return Known.GetValueOrDefault(queue);
    }
}
