using Npgsql;
using Rma.EventSourcing.Npgsql;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.EventSourcing.Tests;

/// <summary>A fresh database with the event tables.</summary>
public sealed class EventDatabase : IAsyncLifetime
{
    public static readonly EventNames Names = new([("counted", typeof(Counted)), ("closed", typeof(Closed))]);

    public NpgsqlDataSource Source { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Source = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_events") + ";Search Path=events");
        await SchemaMigration.Run(Source, "events", [typeof(IEventStore).Assembly], CancellationToken.None);
    }

    public async Task DisposeAsync() => await Source.DisposeAsync();

    /// <summary>A transaction with a store on it, as one scope has it.</summary>
    public (AmbientTransaction Transaction, NpgsqlEventStore Store) Scope()
    {
        var transaction = new AmbientTransaction(Source);
        return (transaction, new NpgsqlEventStore(transaction, Names));
    }

    /// <summary>Streams in a scope, with an actor.</summary>
    public static Streams<Tally, TallyEvent> Streams(IEventStore store) => new(
        store, new StreamCategory<Tally, TallyEvent>("tally"),
        new Recorder(TimeProvider.System, new Provenance { Actor = "ada", CorrelationId = "rma-1", CausationId = "msg-1" }), []);

    public async Task<T> Scalar<T>(string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = Source.CreateCommand(sql);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
