using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Rma.Messaging;

/// <summary>The metrics <c>rma.outbox.*</c> and <c>rma.quarantine.*</c>.</summary>
public static class MessagingMetrics
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Rma.Messaging";

    private static readonly Meter Meter = new(Name);
    private static long pending;
    private static double oldestSeconds;
    private static long parked;
    private static long missing;
    private static (string Kind, long Count)[] stuck = [];

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> Delivered { get; } =
        Meter.CreateCounter<long>("rma.outbox.delivered", "{message}", "Messages the broker confirmed.");

    internal static Counter<long> Failed { get; } =
        Meter.CreateCounter<long>("rma.outbox.failed", "{message}", "Sends the broker did not confirm.");

    internal static Counter<long> Quarantined { get; } =
        Meter.CreateCounter<long>("rma.quarantine.added", "{message}", "Messages moved to the dead letters.");

    static MessagingMetrics()
    {
        Meter.CreateObservableGauge("rma.outbox.pending", () =>
            Interlocked.Read(ref pending), "{message}", "Messages that are due and not yet confirmed.");
        Meter.CreateObservableGauge("rma.outbox.oldest", () =>
            Volatile.Read(ref oldestSeconds), "s", "Age of the oldest message that is due.");
        Meter.CreateObservableGauge("rma.outbox.parked", () =>
            Interlocked.Read(ref parked), "{message}", "Messages parked because they could not be sent.");
        Meter.CreateObservableGauge("rma.topology.missing", () =>
            Interlocked.Read(ref missing), "{part}", "Exchanges and queues that this service needs and the broker lacks.");
        Meter.CreateObservableGauge("rma.stuck", () =>
            Volatile.Read(ref stuck).Select(kind =>
            new Measurement<long>(kind.Count, new KeyValuePair<string, object?>("kind", kind.Kind))), "{item}",
        "Stuck items by kind; at most 200 of each.");
    }

    /// <summary>Items that are stuck now.</summary>
    public static void Report(IReadOnlyList<StuckItem> items) =>
        Volatile.Write(ref stuck, [.. StuckItem.Kinds.Select(kind => (kind, (long)items.Count(item => item.Kind == kind)))]);

    internal static void ReportMissing(int parts) => Interlocked.Exchange(ref missing, parts);

    internal static void Report(OutboxBacklog backlog)
    {
        Interlocked.Exchange(ref pending, backlog.Pending);
        Volatile.Write(ref oldestSeconds, backlog.OldestAge.TotalSeconds);
        Interlocked.Exchange(ref parked, backlog.Parked);
    }
}
