namespace Rma.Messaging;

/// <summary>One observation of the own process.</summary>
/// <param name="ServersAnswer">Broker and database answer, and no alarm blocks publishing.</param>
/// <param name="Connected">The outbox has its connection to the broker.</param>
/// <param name="UnconsumedQueues">Queues of this service that its bus does not consume now.</param>
/// <param name="Silence">Time since the last heartbeat was received.</param>
public readonly record struct HealthSample(
    bool ServersAnswer, bool Connected, IReadOnlyCollection<string> UnconsumedQueues, TimeSpan Silence);

/// <summary>
/// Measures how long messaging has been stuck while broker and database answer, which only a restart repairs: no heartbeat is received, or
/// a queue has no consumer. MassTransit's receive transport ends for good when an operation is cancelled under it, as happens when the
/// broker dies while an endpoint is being set up; this is logged at Debug only, and the other queues of the service continue.
/// </summary>
public sealed class LivenessMonitor
{
    /// <summary>How long heartbeats may be missing.</summary>
    public static readonly TimeSpan Silent = TimeSpan.FromSeconds(75);

    /// <summary>How long a queue may have no consumer; reconnecting after an outage takes a few seconds of it.</summary>
    public static readonly TimeSpan Deaf = TimeSpan.FromSeconds(30);

    private TimeSpan answering;
    private TimeSpan deaf;

    /// <summary>Evaluates a sample. Returns the reason why this process has to end, or null.</summary>
    /// <param name="since">Time since the last sample.</param>
    public string? Evaluate(HealthSample sample, TimeSpan since)
    {
        answering = sample.ServersAnswer ? answering + since : TimeSpan.Zero;
        deaf = sample is { ServersAnswer: true, Connected: true, UnconsumedQueues.Count: > 0 } ? deaf + since : TimeSpan.Zero;
        if (deaf >= Deaf) return $"no consumer is attached to {string.Join(", ", sample.UnconsumedQueues)}";
        return answering >= Silent && sample.Silence >= Silent ? $"no heartbeat for {sample.Silence}" : null;
    }
}
