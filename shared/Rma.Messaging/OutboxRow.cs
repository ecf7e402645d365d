using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Messaging;

/// <summary>A finished message on its way to the broker.</summary>
/// <param name="MessageId">Stable across resends; receivers drop repeats by it.</param>
/// <param name="Exchange">Where it goes. Message exchanges are declared by the dispatcher (durable, fanout); others must exist.</param>
/// <param name="Mandatory">Whether it is an error when no queue takes it.</param>
/// <param name="VisibleAt">When it may leave, by the platform clock; null = at once. This is what a durable deadline is.</param>
public sealed record OutboxRow(
    Guid MessageId, string Exchange, string RoutingKey, string ContentType, JsonObject Headers, byte[] Body, bool Mandatory,
    DateTimeOffset? VisibleAt = null, string? TraceParent = null)
{
    private static readonly JsonSerializerOptions PlainJsonOptions = new(JsonSerializerDefaults.Web);

    /// <summary>A message for partners outside: plain JSON, camel case, no envelope.</summary>
    public static OutboxRow PlainJson(Guid messageId, string exchange, string routingKey, object body) =>
        new(messageId, exchange, routingKey, "application/json", [],
            JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), PlainJsonOptions), Mandatory: true);
}

/// <summary>Wakes the dispatcher of this process at commit; a short poll is the safety net for other processes.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim pulse = new(0, 1);

    /// <summary>Something was committed.</summary>
    public void Pulse()
    {
        try
        {
            if (pulse.CurrentCount == 0) pulse.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another commit pulsed in the same moment; one wake-up serves both.
        }
    }

    /// <summary>Waits for a pulse, at most this long.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken cancellationToken) => pulse.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => pulse.Dispose();
}
