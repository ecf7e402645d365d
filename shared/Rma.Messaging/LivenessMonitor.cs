namespace Rma.Messaging;

/// <summary>What one look at the own process has shown.</summary>
/// <param name="ServersAnswer">Broker and database answer, and no alarm holds messages back.</param>
/// <param name="Connected">The outbox has its connection to the broker.</param>
/// <param name="UnconsumedQueues">Queues of this service that its bus does not consume now.</param>
/// <param name="Silence">Time since the last heartbeat came round.</param>
public readonly record struct HealthSample(
    bool ServersAnswer, bool Connected, IReadOnlyCollection<string> UnconsumedQueues, TimeSpan Silence);

/// <summary>
/// Counts for how long something has been wrong that nothing outside explains and only a fresh start mends: no heartbeat comes round, or a
/// queue is not consumed. MassTransit's receive transport ends for good when an operation is cancelled under it, as happens when the broker
/// dies while an endpoint is setting itself up; it says so at Debug only, and the other queues of the service go on as if nothing had
/// happened.
/// </summary>
public sealed class LivenessMonitor
{
    /// <summary>How long there may be no heartbeat.</summary>
    public static readonly TimeSpan Silent = TimeSpan.FromSeconds(75);

    /// <summary>How long a queue may have nobody who listens; reconnecting after an outage takes a few seconds of it.</summary>
    public static readonly TimeSpan Deaf = TimeSpan.FromSeconds(30);

    private TimeSpan answering;
    private TimeSpan deaf;

    /// <summary>Takes a look into account. Why this process has to end, or null.</summary>
    /// <param name="since">Time since the last look.</param>
    public string? Evaluate(HealthSample sample, TimeSpan since)
    {
        answering = sample.ServersAnswer ? answering + since : TimeSpan.Zero;
        deaf = sample is { ServersAnswer: true, Connected: true, UnconsumedQueues.Count: > 0 } ? deaf + since : TimeSpan.Zero;
        if (deaf >= Deaf) return $"no consumer is attached to {string.Join(", ", sample.UnconsumedQueues)}";
        return answering >= Silent && sample.Silence >= Silent ? $"no heartbeat for {sample.Silence}" : null;
    }
}
