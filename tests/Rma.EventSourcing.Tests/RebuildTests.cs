namespace Rma.EventSourcing.Tests;

/// <summary>Tallies as rows.</summary>
public sealed class TallyList(string table = "tallies") : IInlineProjection<Tally, TallyEvent>
{
    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("tallies", "tally_id", "text")];

    public IEnumerable<RowChange> Project(string id, Step<Tally, TallyEvent> step) =>
        [new($"insert into {table} (tally_id, total) values (@Id, @Total) on conflict (tally_id) do update set total = excluded.total",
            new { Id = id, step.State.Total })];
}

/// <summary>Read models are made again from the events while others append.</summary>
public sealed class RebuildTests(EventDatabase database) : IClassFixture<EventDatabase>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly StreamCategory<Tally, TallyEvent> Category = new("tally");

    public async Task InitializeAsync()
    {
        await using var command = database.Source.CreateCommand(
            """
            create table if not exists tallies (tally_id text primary key, total integer not null);
            create table if not exists others (tally_id text primary key, total integer not null);
            """);
        await command.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_stream_that_is_being_appended_to_is_left_for_the_end_and_waited_for()
    {
        foreach (var id in new[] { "first", "held", "last" }) await Count(id);
        await Execute("delete from tallies");
        var all = await database.Scalar<long>("select count(*) from mt_streams");

        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await Streams(transaction, store).Append("held", _ => [new Counted(5)], None);
            var told = new List<RebuildCount>();
            var rebuild = Rebuild(new TallyList(), told.Add);
            while (told.Count == 0) await Task.WhenAny(rebuild, Task.Delay(20)); // the first batch: all but the one that is held
            Assert.Equal((all - 1, false), (told[0].Streams, rebuild.IsCompleted));
            await transaction.Commit();
            var count = await rebuild;
            Assert.Equal((all, all - 1), (count.Streams, count.Restored));
        }

        Assert.Equal(6, await database.Scalar<int>("select total from tallies where tally_id = 'held'"));
        Assert.Equal(new RebuildCount(all, 0, 0, 0), await Rebuild(new TallyList()));
    }

    [Fact]
    public async Task Statements_that_were_prepared_before_write_to_the_temporary_table_too()
    {
        for (var i = 0; i < 20; i++) await Count("prepared");
        await Execute("update tallies set total = 1000 where tally_id = 'prepared'");
        Assert.Equal(1, (await Rebuild(new TallyList())).Changed);
        await Count("prepared");
        Assert.Equal(21, await database.Scalar<int>("select total from tallies where tally_id = 'prepared'"));
    }

    [Fact]
    public async Task A_table_that_the_projection_does_not_name_is_not_written()
    {
        await Count("unnamed");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Rebuild(new TallyList("others")));
        Assert.Contains("others", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.Scalar<long>("select count(*) from others"));
    }

    private Task<RebuildCount> Rebuild(TallyList projection, Action<RebuildCount>? progress = null) =>
        new ReadModelRebuild(database.Source, EventDatabase.Names)
            .Run(RegisteredProjection.Of(projection, Category), progress ?? (_ => { }), None);

    private async Task Count(string id)
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await Streams(transaction, store).Append(id, _ => [new Counted(1)], None);
            await transaction.Commit();
        }
    }

    private static Streams<Tally, TallyEvent> Streams(AmbientTransaction transaction, IEventStore store) => new(
        transaction, store, Category, new Recorder(TimeProvider.System, new Provenance()), new(transaction, [new TallyList()], []));

    private async Task Execute(string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = database.Source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
