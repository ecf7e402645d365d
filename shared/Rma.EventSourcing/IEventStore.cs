using System.Text.Json.Nodes;

namespace Rma.EventSourcing;

/// <summary>
/// The seam where Marten goes: read a stream, append at an expected version, both inside the ambient transaction.
/// Implementations share Marten 9's tables, stored names and JSON, so a database written by one is read by the other.
/// </summary>
public interface IEventStore
{
    /// <summary>All events of a stream, oldest first, also of an archived one; empty when there is no such stream.</summary>
    /// <exception cref="UnknownStoredEventException">One of them is not known here; a stream is never folded with a hole in it.</exception>
    Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken);

    /// <summary>
    /// Appends at <paramref name="expectedVersion"/> (0 for a new stream). False when the stream is at another version or archived:
    /// nothing was written then, no sequence number was used, and the transaction goes on.
    /// </summary>
    Task<bool> Append(string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken);
}

/// <summary>An event to append.</summary>
/// <param name="Id">Stable id, made by us.</param>
/// <param name="Body">The event itself; its stored name comes from <see cref="EventNames"/>.</param>
/// <param name="Timestamp">When it is recorded, platform clock, UTC. Business time is inside the event.</param>
/// <param name="Headers">Correlation, causation, actor, clauses, trace.</param>
public sealed record NewEvent(Guid Id, object Body, DateTimeOffset Timestamp, JsonObject Headers);

/// <summary>An event as it was read back.</summary>
public sealed record StoredEvent(
    Guid Id, long Sequence, long Version, string Name, object Body, DateTimeOffset Timestamp, JsonObject? Headers)
{
    /// <summary>Who did it, as <see cref="Provenance"/> wrote it; null where nobody was named.</summary>
    public string? Actor => Headers?["actor"]?.GetValue<string>();

    /// <summary>The clauses it cites, as <see cref="Provenance"/> wrote them.</summary>
    public IReadOnlyList<string> Clauses => [.. Headers?["clauses"]?.AsArray().Select(clause => clause!.GetValue<string>()) ?? []];
}
