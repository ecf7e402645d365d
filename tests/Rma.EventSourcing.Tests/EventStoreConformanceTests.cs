using System.Text.Json.Nodes;

namespace Rma.EventSourcing.Tests;

/// <summary>What every implementation of the event store port must do.</summary>
public sealed class EventStoreConformanceTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private static NewEvent[] Events(string key, params TallyEvent[] bodies) =>
        [.. bodies.Select((body, index) => new NewEvent(NameBasedId.Of($"{key}/{index}/{body}"), body, Monday, new JsonObject { ["actor"] = "ada" }))];

    [Fact]
    public async Task What_was_appended_is_read_back_in_order_with_its_versions()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.Empty(await store.Read("read", None));
            Assert.True(await store.Append("read", 0, Events("read", new Counted(1), new Counted(2)), None));
            Assert.True(await store.Append("read", 2, Events("read", new Closed(Monday)), None));
            var read = await store.Read("read", None);
            Assert.Equal([new Counted(1), new Counted(2), new Closed(Monday)], read.Select(stored => (TallyEvent)stored.Body));
            Assert.Equal([1L, 2L, 3L], read.Select(stored => stored.Version));
            Assert.Equal(read.Select(stored => stored.Sequence).Order(), read.Select(stored => stored.Sequence));
            Assert.Equal("ada", read[0].Headers!["actor"]!.GetValue<string>());
            Assert.Equal(Monday, read[0].Timestamp);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Another_version_than_expected_writes_nothing_and_uses_no_sequence_number(long expected)
    {
        var key = $"version-{expected}";
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.True(await store.Append(key, 0, Events(key, new Counted(1)), None));
            await transaction.Commit();
            var before = await database.Scalar<long>("select last_value from mt_events_sequence");
            Assert.False(await store.Append(key, expected, Events(key, new Counted(2)), None));
            Assert.Equal(before, await database.Scalar<long>("select last_value from mt_events_sequence"));
            Assert.Single(await store.Read(key, None));
        }
    }

    [Fact]
    public async Task What_was_not_committed_never_was()
    {
        var (transaction, store) = database.Scope();
        await using (transaction) await store.Append("rolled-back", 0, Events("rolled-back", new Counted(1)), None);
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_events where stream_id = 'rolled-back'"));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_streams where id = 'rolled-back'"));
    }

    [Fact]
    public async Task Of_two_writers_who_start_a_stream_one_wins()
    {
        var (first, firstStore) = database.Scope();
        var (second, secondStore) = database.Scope();
        await using (first)
        await using (second)
        {
            Assert.True(await firstStore.Append("race", 0, Events("race", new Counted(1)), None));
            var waiting = secondStore.Append("race", 0, Events("race", new Counted(2)), None);
            await first.Commit();
            Assert.False(await waiting);
            Assert.Equal(new Counted(1), Assert.Single(await secondStore.Read("race", None)).Body);
        }
    }

    [Fact]
    public async Task Text_of_every_script_and_exact_money_survive()
    {
        var counted = new Counted(1, "Kühlschrank 冷蔵庫 \u202Eevil\u202C 🎥 \"quoted\" \\", 79_228_162_514_264.3375m);
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await store.Append("unicode", 0, Events("unicode", counted), None);
            Assert.Equal(counted, (await store.Read("unicode", None))[0].Body);
        }
    }

    [Fact]
    public async Task A_long_stream_is_read_whole()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            for (var version = 0; version < 2_000; version += 500)
                Assert.True(await store.Append("long", version, [.. Events($"long{version}", [.. Enumerable.Range(version, 500).Select(n => new Counted(n))])], None));
            Assert.Equal(Enumerable.Range(0, 2_000), (await store.Read("long", None)).Select(stored => ((Counted)stored.Body).By));
        }
    }

    [Fact]
    public async Task An_event_that_is_not_known_here_stops_the_reading()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await store.Append("unknown", 0, Events("unknown", new Counted(1)), None);
            await using (var rename = await transaction.Command("update mt_events set type = 'from_the_future' where stream_id = 'unknown'", None)) await rename.ExecuteNonQueryAsync();
            await Assert.ThrowsAsync<UnknownStoredEventException>(() => store.Read("unknown", None));
        }
    }

    [Fact]
    public async Task An_archived_stream_takes_nothing_more()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await store.Append("archived", 0, Events("archived", new Counted(1)), None);
            await using (var archive = await transaction.Command("update mt_streams set is_archived = true where id = 'archived'", None)) await archive.ExecuteNonQueryAsync();
            Assert.False(await store.Append("archived", 1, Events("archived", new Counted(2)), None));
        }
    }

    [Fact]
    public async Task The_rows_have_the_shape_of_Marten()
    {
        var columns = await database.Scalar<string>(
            """
            select string_agg(column_name || ' ' || data_type || case is_nullable when 'NO' then ' not null' else '' end, ', ' order by ordinal_position)
            from information_schema.columns where table_schema = 'events' and table_name = 'mt_events'
            """);
        Assert.Equal(
            "seq_id bigint not null, id uuid not null, stream_id character varying, version bigint not null, data jsonb not null, bdata bytea, " +
            "type character varying not null, timestamp timestamp with time zone not null, tenant_id character varying, " +
            "mt_dotnet_type character varying, headers jsonb, is_archived boolean", columns);
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await store.Append("shape", 0, Events("shape", new Counted(3, "x")), None);
            await transaction.Commit();
        }

        Assert.Equal("""{"By": 3, "Note": "x", "Money": 0}|counted|*DEFAULT*|Rma.EventSourcing.Tests.Counted, Rma.EventSourcing.Tests|false""",
            await database.Scalar<string>("select concat_ws('|', data, type, tenant_id, mt_dotnet_type, is_archived::text) from mt_events where stream_id = 'shape'"));
        Assert.Equal("1|true|*DEFAULT*|false", await database.Scalar<string>(
            "select concat_ws('|', version, (type is null)::text, tenant_id, is_archived::text) from mt_streams where id = 'shape'"));
    }
}
