using System.Text.Json.Nodes;

namespace Rma.EventSourcing;

/// <summary>
/// The interface to the event store: reads a stream, appends at an expected version, both inside the ambient transaction.
/// Rma.EventSourcing.Marten implements it.
/// </summary>
public interface IEventStore
{
    /// <summary>All events of a stream, oldest first, also of an archived one; empty when there is no such stream.</summary>
    /// <exception cref="UnknownStoredEventException">An event is not known here; a stream is never folded with events left out.</exception>
    Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken);

    /// <summary>
    /// Appends at <paramref name="expectedVersion"/> (0 for a new stream). False when the stream is at another version or archived: then
    /// nothing was written, no sequence number was used, and the transaction stays usable.
    /// </summary>
    Task<bool> Append(string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken);
}

/// <summary>An event to append.</summary>
/// <param name="Id">Stable id, assigned by the platform.</param>
/// <param name="Body">The event itself; its stored name comes from <see cref="EventNames"/>.</param>
/// <param name="Timestamp">Recording time, platform clock, UTC. Business time is inside the event.</param>
/// <param name="Headers">Correlation, causation, actor, clauses, trace.</param>
public sealed record NewEvent(Guid Id, object Body, DateTimeOffset Timestamp, JsonObject Headers);

/// <summary>A stored event.</summary>
public sealed record StoredEvent(
    Guid Id, long Sequence, long Version, string Name, object Body, DateTimeOffset Timestamp, JsonObject? Headers)
{
    /// <summary>The actor, as written by <see cref="Provenance"/>; null when there was none.</summary>
    public string? Actor => Headers?["actor"]?.GetValue<string>();

    /// <summary>The cited clauses, as written by <see cref="Provenance"/>.</summary>
    public IReadOnlyList<string> Clauses => [.. Headers?["clauses"]?.AsArray().Select(clause => clause!.GetValue<string>()) ?? []];
}
