using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Marten.Services;
using Npgsql;

namespace Rma.EventSourcing.Marten;

/// <summary>The event store on Marten: its sessions run on the ambient transaction and never commit it.</summary>
public sealed class MartenEventStore(AmbientTransaction transaction, IDocumentStore store, EventNames names, EventProof proof)
    : IEventStore
{
    private const string Savepoint = "append";

    private const string ReadSql =
        $"select {LoggedEvent.Columns} from mt_events where stream_id = $1 order by version";

    /// <inheritdoc />
    /// <remarks>
    /// Plain SQL: Marten's stream queries hide archived events, and its LINQ that shows them is compiled again at every read (see
    /// decisions/0007).
    /// </remarks>
    public Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken) =>
        transaction.Read<IReadOnlyList<StoredEvent>>(
        ReadSql, [new NpgsqlParameter<string> { TypedValue = streamKey }], async rows =>
        {
            var events = new List<StoredEvent>();
            while (await rows.ReadAsync(cancellationToken)) events.Add(EventRow.Read(rows, names, 0));
            return events;
        }, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> Append(
        string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var ambient = await transaction.Open(cancellationToken);
        // Marten reports a version conflict with an error, which aborts a PostgreSQL transaction up to the last savepoint. Setting one
        // costs no round trip: Npgsql sends it with the next command.
        await ambient.SaveAsync(Savepoint, cancellationToken);
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(ambient));
        var wrapped = events.Select(object (fresh, index) => Wrapped(streamKey, expectedVersion + 1 + index, fresh)).ToArray();
        if (expectedVersion == 0) session.Events.StartStream(streamKey, wrapped);
        else session.Events.Append(streamKey, expectedVersion + events.Count, wrapped);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (
            exception is ExistingStreamIdCollisionException or EventStreamUnexpectedMaxEventIdException or InvalidStreamOperationException)
        {
            await ambient.RollbackAsync(Savepoint, cancellationToken);
            return false;
        }
    }

    private IEvent Wrapped(string streamKey, long version, NewEvent fresh)
    {
        var name = names.NameOf(fresh.Body.GetType()); // Marten would invent a name for a type that was never pinned
        var wrapped = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(fresh.Body.GetType()), fresh.Body)!;
        wrapped.Id = fresh.Id;
        wrapped.Timestamp = fresh.Timestamp.ToUniversalTime(); // the only offset that Npgsql writes
        foreach (var (header, value) in fresh.Headers) wrapped.SetHeader(header, value!);
        if (proof.Of(streamKey, version, name, fresh) is { } proven) wrapped.SetHeader(EventProof.Header, proven);
        return wrapped;
    }
}
