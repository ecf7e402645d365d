using Npgsql;
using Rma.EventSourcing.Npgsql;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.EventSourcing.Tests;

/// <summary>A fresh database with the event tables and the store under test.</summary>
public abstract class EventDatabase : IAsyncLifetime
{
    public static readonly EventNames Names = new([("counted", typeof(Counted)), ("closed", typeof(Closed))]);

    public NpgsqlDataSource Source { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Source = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_events") + ";Search Path=events");
        await SchemaMigration.Run(Source, "events", [typeof(IEventStore).Assembly], [], CancellationToken.None);
    }

    public virtual async Task DisposeAsync() => await Source.DisposeAsync();

    /// <summary>The store under test, on a transaction.</summary>
    public abstract IEventStore StoreOn(AmbientTransaction transaction);

    /// <summary>A transaction with a store, as in one scope.</summary>
    public (AmbientTransaction Transaction, IEventStore Store) Scope()
    {
        var transaction = new AmbientTransaction(Source);
        return (transaction, StoreOn(transaction));
    }

    /// <summary>Streams in a scope, with an actor.</summary>
    public static Streams<Tally, TallyEvent> Streams(AmbientTransaction transaction, IEventStore store) => new(
        transaction, store, new StreamCategory<Tally, TallyEvent>("tally"),
        new Recorder(TimeProvider.System, new Provenance { Actor = "ada", CorrelationId = "rma-1", CausationId = "msg-1" }), []);

    /// <summary>Appends and commits.</summary>
    public async Task<bool> Commit(string key, long expectedVersion, params NewEvent[] events)
    {
        var (transaction, store) = Scope();
        await using (transaction)
        {
            var appended = await store.Append(key, expectedVersion, events, CancellationToken.None);
            await transaction.Commit();
            return appended;
        }
    }

    public async Task<T> Scalar<T>(string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = Source.CreateCommand(sql);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> LastSequenceNumber() => Scalar<long>("select last_value from mt_events_sequence");
}

/// <summary>With the store in plain SQL.</summary>
public sealed class NpgsqlDatabase : EventDatabase
{
    public override IEventStore StoreOn(AmbientTransaction transaction) => new NpgsqlEventStore(transaction, Names);
}

public sealed class NpgsqlConformanceTests(NpgsqlDatabase database) : EventStoreConformance<NpgsqlDatabase>(database);

public sealed class NpgsqlStreamsTests(NpgsqlDatabase database) : StreamsTests<NpgsqlDatabase>(database);

public sealed class NpgsqlEventLogTests(NpgsqlDatabase database) : EventLogTests<NpgsqlDatabase>(database);
