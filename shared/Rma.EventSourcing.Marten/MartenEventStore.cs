using System.Text.Json;
using JasperFx.Events;
using Marten;
using Marten.Events.Archiving;
using Marten.Exceptions;
using Marten.Services;

namespace Rma.EventSourcing.Marten;

/// <summary>The event store on Marten: its sessions run on the ambient transaction and never commit it.</summary>
public sealed class MartenEventStore(AmbientTransaction transaction, IDocumentStore store, EventNames names) : IEventStore
{
    private const string Savepoint = "append";

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession(SessionOptions.ForTransaction(await transaction.Begin(cancellationToken)));
        try
        {
            // Archiving ends a stream, it does not undo it: a late duplicate must still find what was decided.
            var events = await session.Events.QueryAllRawEvents().Where(e => e.StreamKey == streamKey && e.MaybeArchived())
                .OrderBy(e => e.Version).ToListAsync(cancellationToken);
            return [.. events.Select(Stored)];
        }
        catch (EventDeserializationFailureException failure) when (failure.InnerException is UnknownStoredEventException unknown)
        {
            throw new UnknownStoredEventException(unknown.StoredName, failure);
        }
        catch (UnknownEventTypeException unknown)
        {
            throw new UnknownStoredEventException(unknown.EventTypeName, unknown);
        }
    }

    /// <inheritdoc />
    public async Task<bool> Append(string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var ambient = await transaction.Begin(cancellationToken);
        // Marten says "another version" with an error, which spoils a PostgreSQL transaction up to the last savepoint.
        // Setting one costs no round trip: Npgsql sends it along with the next command.
        await ambient.SaveAsync(Savepoint, cancellationToken);
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(ambient));
        var wrapped = events.Select(object (e) => Wrapped(e)).ToArray();
        if (expectedVersion == 0) session.Events.StartStream(streamKey, wrapped);
        else session.Events.Append(streamKey, expectedVersion + events.Count, wrapped);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is ExistingStreamIdCollisionException or EventStreamUnexpectedMaxEventIdException or InvalidStreamOperationException)
        {
            await ambient.RollbackAsync(Savepoint, cancellationToken);
            return false;
        }
    }

    private IEvent Wrapped(NewEvent fresh)
    {
        _ = names.NameOf(fresh.Body.GetType()); // Marten would make a name up for a type that was never pinned
        var wrapped = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(fresh.Body.GetType()), fresh.Body)!;
        wrapped.Id = fresh.Id;
        wrapped.Timestamp = fresh.Timestamp.ToUniversalTime(); // the only offset that Npgsql writes
        foreach (var (name, value) in fresh.Headers) wrapped.SetHeader(name, value!);
        return wrapped;
    }

    private StoredEvent Stored(IEvent read) => new(
        read.Id, read.Sequence, read.Version, read.EventTypeName, read.Data, read.Timestamp,
        read.Headers is null ? null : JsonSerializer.SerializeToNode(read.Headers)!.AsObject());
}
