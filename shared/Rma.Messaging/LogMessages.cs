using Microsoft.Extensions.Logging;

namespace Rma.Messaging;

/// <summary>What messaging logs; event ids 1000 to 1999.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1001, LogLevel.Error, "Consuming a message from {Queue} failed; the message is dead-lettered.")]
    public static partial void ConsumingFailed(this ILogger log, Exception exception, string queue);

    [LoggerMessage(1002, LogLevel.Warning, "Dead-lettered a message from {Queue}: {Code}: {Reason}")]
    public static partial void DeadLettered(this ILogger log, string queue, string code, string reason);

    [LoggerMessage(1003, LogLevel.Information, "{Stream} {Version}: {Event}")]
    public static partial void EventAppended(this ILogger log, string stream, long version, string? @event);

    [LoggerMessage(1004, LogLevel.Information, "Outbox dispatcher connected to the broker.")]
    public static partial void DispatcherConnected(this ILogger log);

    [LoggerMessage(1005, LogLevel.Warning, "Outbox dispatcher disconnected ({Reason}); retrying in {Pause}.")]
    public static partial void DispatcherDisconnected(this ILogger log, string reason, TimeSpan pause);

    [LoggerMessage(1006, LogLevel.Warning,
        "{Failed} of {Count} messages were not confirmed and stay in the outbox; first: {Exchange}: {Error}")]
    public static partial void NotConfirmed(this ILogger log, int failed, int count, string exchange, string? error);

    [LoggerMessage(1007, LogLevel.Critical,
        "Messaging is stuck although broker and database answer ({Reason}); ending this process for a restart.")]
    public static partial void MessagingStuck(this ILogger log, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "Deleting old inbox rows failed ({Reason}); retrying in an hour.")]
    public static partial void InboxNotTidied(this ILogger log, string reason);

    [LoggerMessage(1009, LogLevel.Error, "The senders' keys cannot be read ({Reason}); those read before stay in force.")]
    public static partial void SenderKeysUnreadable(this ILogger log, string reason);

    [LoggerMessage(1010, LogLevel.Error, "The history keys cannot be read ({Reason}); those read before stay in force.")]
    public static partial void HistoryKeysUnreadable(this ILogger log, string reason);

    [LoggerMessage(1011, LogLevel.Critical, "The stored history is not the one that was sealed: {Reason} Run ./rma verify.")]
    public static partial void HistoryBroken(this ILogger log, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "Sealing the history failed ({Reason}); retrying.")]
    public static partial void SealingFailed(this ILogger log, string reason);

    [LoggerMessage(1013, LogLevel.Information, "Told finance the history of today: {Events} events up to number {UpTo}, digest {Digest}.")]
    public static partial void HistoryAnchored(this ILogger log, long events, long upTo, string digest);

    [LoggerMessage(1014, LogLevel.Error, "The broker is not believed: {Fault}. Trying again until its certificate is good.")]
    public static partial void BrokerRefused(this ILogger log, string fault);

    [LoggerMessage(1015, LogLevel.Error,
        "The broker lacks what this service needs: {Missing}. Import its definitions; ./rma doctor names all.")]
    public static partial void TopologyMissing(this ILogger log, string missing);

    [LoggerMessage(1016, LogLevel.Information, "The broker has everything that this service needs again.")]
    public static partial void TopologyComplete(this ILogger log);
}
