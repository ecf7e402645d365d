using System.Text.Json.Nodes;
using Marten;
using Rma.EventSourcing.Marten;
using Rma.EventSourcing.Npgsql;

namespace Rma.EventSourcing.Tests.Marten;

/// <summary>A database written by one store can be read and continued by the other, without a difference in the data.</summary>
public sealed class CrossingTests(MartenDatabase database) : IClassFixture<MartenDatabase>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);

    private static readonly TallyEvent[] History =
        [new Counted(1, "Kühlschrank 冷蔵庫 🎥 \"q\" \\ \u202E", 1_349.990m), new Counted(2, null, -0.01m),
            new Counted(3, "", decimal.MaxValue), new Closed(Monday.AddTicks(10))];

    private IEventStore Store(string kind, AmbientTransaction transaction) =>
        kind == "Marten" ? database.StoreOn(transaction) : new NpgsqlEventStore(transaction, EventDatabase.Names);

    private async Task Write(string kind, string key, long version, params IEnumerable<TallyEvent> events)
    {
        await using var transaction = new AmbientTransaction(database.Source);
        var fresh = events.Select((body, index) => new NewEvent(
            NameBasedId.Of($"{key}/{version + index}"), body, Monday,
            new JsonObject { ["actor"] = "Åda", ["clauses"] = new JsonArray("P4"), ["traceparent"] = "00-1-2-01" }));
        Assert.True(await Store(kind, transaction).Append(key, version, [.. fresh], None));
        await transaction.Commit();
    }

    private async Task<IReadOnlyList<StoredEvent>> Read(string kind, string key)
    {
        await using var transaction = new AmbientTransaction(database.Source);
        return await Store(kind, transaction).Read(key, None);
    }

    [Theory]
    [InlineData("Marten", "Npgsql")]
    [InlineData("Npgsql", "Marten")]
    public async Task What_one_began_the_other_reads_and_continues(string first, string second)
    {
        var key = $"{first}-then-{second}";
        await Write(first, key, 0, History[..2]);
        Assert.Equal(History[..2], (await Read(second, key)).Select(stored => (TallyEvent)stored.Body));
        await Write(second, key, 2, History[2..]);
        foreach (var reader in new[] { first, second })
        {
            var read = await Read(reader, key);
            Assert.Equal(History, read.Select(stored => (TallyEvent)stored.Body));
            Assert.Equal([1L, 2L, 3L, 4L], read.Select(stored => stored.Version));
            Assert.All(read, stored => Assert.Equal((Monday, "Åda"), (stored.Timestamp, stored.Headers!["actor"]!.GetValue<string>())));
        }

        await using var transaction = new AmbientTransaction(database.Source);
        Assert.False(await Store(second, transaction)
            .Append(key, 2, [new NewEvent(NameBasedId.Of($"{key}/late"), new Counted(9), Monday, [])], None));
    }

    [Fact]
    public async Task Their_rows_are_the_same_but_for_sequence_numbers_and_times_of_writing()
    {
        foreach (var kind in new[] { "Marten", "Npgsql" })
        {
            await Write(kind, "rows", 0, History[..3]);
            await Write(kind, "rows", 3, History[3]);
            await using var keep = database.Source.CreateCommand(
                $"create table if not exists rows_of_{kind.ToLowerInvariant()} as {Dump}; delete from mt_streams where id = 'rows'");
            await keep.ExecuteNonQueryAsync();
        }

        Assert.Equal(5, await database.Scalar<long>("select count(*) from rows_of_marten"));
        Assert.Equal("", await database.Scalar<string>(
            """
            select coalesce(string_agg(concat_ws(' ', store, row), E'\n'), '') from (
                (select 'Marten' as store, row from rows_of_marten except select 'Marten', row from rows_of_npgsql) union all
                (select 'Npgsql', row from rows_of_npgsql except select 'Npgsql', row from rows_of_marten)) as difference
            """));
    }

    // Every column but those that differ between any two writes.
    private const string Dump =
        """
        select (to_jsonb(e) - 'seq_id')::text as row from mt_events e where stream_id = 'rows'
        union all select (to_jsonb(s) - 'timestamp' - 'created')::text from mt_streams s where id = 'rows'
        """;

    [Fact]
    public async Task Two_writers_with_different_stores_are_as_exclusive_as_two_with_one()
    {
        foreach (var (first, second) in new[] { ("Marten", "Npgsql"), ("Npgsql", "Marten") })
        {
            foreach (var version in new[] { 0, 1 })
            {
                var key = $"exclusive-{first}";
                await using var winner = new AmbientTransaction(database.Source);
                await using var loser = new AmbientTransaction(database.Source);
                Assert.True(await Store(first, winner)
                    .Append(key, version, [new NewEvent(NameBasedId.Of($"{key}/{version}/1"), new Counted(1), Monday, [])], None));
                var waiting = Store(second, loser)
                    .Append(key, version, [new NewEvent(NameBasedId.Of($"{key}/{version}/2"), new Counted(2), Monday, [])], None);
                var taken = await database.LastSequenceNumber();
                await winner.Commit();
                Assert.False(await waiting);
                Assert.Equal(taken, await database.LastSequenceNumber());
            }
        }
    }
}
