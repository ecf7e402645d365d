using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Messaging;

/// <summary>A serialized message in the outbox.</summary>
/// <param name="MessageId">Stable across resends; consumers ignore duplicates by it.</param>
/// <param name="Exchange">The target exchange, which is part of the broker's definitions.</param>
/// <param name="Mandatory">Whether it is an error when no queue is bound.</param>
/// <param name="VisibleAt">When it may be sent, by the platform clock; null = at once. Used for durable deadlines.</param>
/// <param name="IsKept">
/// Whether it is kept for some days after it was sent, because no stored event yields it again (see <see cref="SentMessages"/>).
/// </param>
public sealed record OutboxRow(
    Guid MessageId, string Exchange, string RoutingKey, string ContentType, JsonObject Headers, byte[] Body, bool Mandatory,
    DateTimeOffset? VisibleAt = null, string? TraceParent = null, bool IsKept = false)
{
    private static readonly JsonSerializerOptions PlainJsonOptions = new(JsonSerializerDefaults.Web);

    /// <summary>A message for external partners: plain JSON, camel case, no envelope.</summary>
    public static OutboxRow PlainJson(Guid messageId, string exchange, string routingKey, object body) =>
        new(messageId, exchange, routingKey, "application/json", [],
            JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), PlainJsonOptions), Mandatory: true);
}

/// <summary>Wakes the dispatcher of this process at commit; a short poll covers other processes.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim pulse = new(0, 1);

    /// <summary>Signals a commit.</summary>
    public void Pulse()
    {
        try
        {
            if (pulse.CurrentCount == 0) pulse.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another commit signalled at the same moment; one wake-up serves both.
        }
    }

    /// <summary>Waits for a signal, at most this long.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken cancellationToken) => pulse.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => pulse.Dispose();
}
