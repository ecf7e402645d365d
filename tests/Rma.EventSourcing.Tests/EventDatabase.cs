using Marten;
using Npgsql;
using Rma.EventSourcing.Marten;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.EventSourcing.Tests;

/// <summary>A fresh database with the event tables and the store.</summary>
public sealed class EventDatabase : IAsyncLifetime
{
    public static readonly EventNames Names = new([("counted", typeof(Counted)), ("closed", typeof(Closed))]);

    /// <summary>The secrets of the service under test.</summary>
    public static readonly HistoryKeys Keys = HistoryKeys.Read(
        """{"keys":[{"id":"k2","secret":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}]}"""u8);

    public static readonly EventProof Proof = new(() => Keys);

    public NpgsqlDataSource Source { get; private set; } = null!;

    /// <summary>The connection string, for a source with other settings.</summary>
    public string Address { get; private set; } = "";

    public DocumentStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Address = await (await Servers.Ready).NewDatabase("t_events") + ";Search Path=events";
        Source = NpgsqlDataSource.Create(Address);
        await SchemaMigration.Run(Source, "events", [typeof(IEventStore).Assembly], [], CancellationToken.None);
        Store = MartenStore.Open(Source, Names);
        await new MartenSchema(Names).Complete(Source, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Source.DisposeAsync();
    }

    /// <summary>The store, on a transaction.</summary>
    public IEventStore StoreOn(AmbientTransaction transaction) => new MartenEventStore(transaction, Store, Names, Proof);

    /// <summary>A transaction with a store, as in one scope.</summary>
    public (AmbientTransaction Transaction, IEventStore Store) Scope()
    {
        var transaction = new AmbientTransaction(Source);
        return (transaction, StoreOn(transaction));
    }

    /// <summary>Streams in a scope, with an actor.</summary>
    public static Streams<Tally, TallyEvent> Streams(AmbientTransaction transaction, IEventStore store) => new(
        transaction, store, new StreamCategory<Tally, TallyEvent>("tally"),
        new Recorder(TimeProvider.System, new Provenance { Actor = "ada", CorrelationId = "rma-1", CausationId = "msg-1" }),
        new(transaction, [], []));

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
