using Marten;
using Rma.EventSourcing.Marten;

namespace Rma.EventSourcing.Tests.Marten;

/// <summary>With Marten, on the tables of our migration.</summary>
public sealed class MartenDatabase : EventDatabase
{
    public DocumentStore Store { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Store = MartenStore.Open(Source, Names);
        await MartenStore.SchemaOf(Store).Complete(CancellationToken.None);
    }

    public override async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await base.DisposeAsync();
    }

    public override IEventStore StoreOn(AmbientTransaction transaction) => new MartenEventStore(transaction, Store, Names);
}

public sealed class MartenConformanceTests(MartenDatabase database) : EventStoreConformance<MartenDatabase>(database);

public sealed class MartenStreamsTests(MartenDatabase database) : StreamsTests<MartenDatabase>(database);

public sealed class MartenEventLogTests(MartenDatabase database) : EventLogTests<MartenDatabase>(database);
