using System.Text.Json.Nodes;

namespace Rma.EventSourcing.Tests;

/// <summary>
/// Requirements for every implementation of the event store: here, reading back what was written; in the other part, transactions.
/// </summary>
public sealed partial class EventStoreTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private static NewEvent[] Events(string key, params TallyEvent[] bodies) =>
        [.. bodies.Select((body, index) =>
            new NewEvent(NameBasedId.Of($"{key}/{index}/{body}"), body, Monday, new JsonObject { ["actor"] = "ada" }))];

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
            Assert.Equal(["counted", "counted", "closed"], read.Select(stored => stored.Name));
            Assert.Equal([read[0].Sequence, read[0].Sequence + 1, read[0].Sequence + 2], read.Select(stored => stored.Sequence));
        }
    }

    [Fact]
    public async Task What_the_edge_knew_is_read_back_as_well()
    {
        var headers = new JsonObject { ["actor"] = "Åda 🎥", ["clauses"] = new JsonArray("P4", "C2"),
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        var at = new DateTimeOffset(2026, 3, 2, 23, 59, 59, 999, 998, TimeSpan.FromHours(-6));
        var fresh = new NewEvent(NameBasedId.Of("known"), new Counted(1), at, headers);
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.True(await store.Append("known", 0, [fresh], None));
            Assert.True(await store.Append("known", 1, [fresh with { Id = NameBasedId.Of("known/2"), Headers = [] }], None));
            var read = await store.Read("known", None);
            Assert.Equal((fresh.Id, at), (read[0].Id, read[0].Timestamp));
            Assert.All(read, stored => Assert.True(stored.Headers!.Remove(EventProof.Header)));
            Assert.True(JsonNode.DeepEquals(headers, read[0].Headers), read[0].Headers?.ToJsonString());
            Assert.Empty(read[1].Headers!);
        }
    }

    [Fact]
    public async Task Each_stream_has_its_own_events_and_all_have_one_order()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            foreach (var version in Enumerable.Range(0, 3))
                foreach (var key in new[] { "even", "odd" })
                    Assert.True(await store.Append(key, version, Events($"{key}/{version}", new Counted(version)), None));
            var (even, odd) = (await store.Read("even", None), await store.Read("odd", None));
            Assert.Equal(even.Zip(odd).SelectMany(pair => new[] { pair.First, pair.Second }),
                even.Concat(odd).OrderBy(stored => stored.Sequence));
        }
    }

    [Theory]
    [MemberData(nameof(Examples.Difficult), MemberType = typeof(Examples))]
    public async Task Text_of_every_script_and_exact_money_survive(string? note, decimal money)
    {
        var key = $"difficult-{note}";
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.True(await store.Append(key, 0, Events(key, new Counted(1, note, money)), None));
            var read = (Counted)Assert.Single(await store.Read(key, None)).Body;
            Assert.Equal(new Counted(1, note, money), read);
            Assert.Equal(money.Scale, read.Money.Scale);
        }
    }

    [Fact]
    public async Task A_long_stream_and_a_big_event_are_read_whole()
    {
        var big = new Counted(-1, new string('x', 1_000_000));
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            for (var version = 0; version < 2_000; version += 500)
                Assert.True(await store.Append(
                    "long", version, Events($"long{version}", [.. Enumerable.Range(version, 500).Select(n => new Counted(n))]), None));
            Assert.True(await store.Append("long", 2_000, Events("long", big), None));
            Assert.Equal([.. Enumerable.Range(0, 2_000), -1], (await store.Read("long", None)).Select(stored => ((Counted)stored.Body).By));
            Assert.Equal(big, (await store.Read("long", None))[^1].Body);
        }
    }

    // The name decides: a known .NET type with an unknown name is another shape of that type.
    [Theory]
    [InlineData("")]
    [InlineData(", mt_dotnet_type = 'Rma.NoMore, Rma'")]
    public async Task An_event_that_is_not_known_here_stops_the_reading(string type)
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await store.Append("unknown", 0, Events("unknown", new Counted(1), new Counted(2)), None);
            await Change(transaction, $"update mt_events set type = 'from_the_future'{type} where stream_id = 'unknown' and version = 2");
            await Assert.ThrowsAsync<UnknownStoredEventException>(() => store.Read("unknown", None));
        }
    }

    [Fact]
    public async Task An_archived_stream_takes_nothing_more_and_its_past_is_still_read()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            await store.Append("archived", 0, Events("archived", new Counted(1)), None);
            await Change(transaction, "update mt_streams set is_archived = true where id = 'archived'; update mt_events " +
                "set is_archived = true where stream_id = 'archived'");
            Assert.False(await store.Append("archived", 1, Events("archived/b", new Counted(2)), None));
            Assert.False(await store.Append("archived", 0, Events("archived/c", new Counted(2)), None));
            Assert.Equal(new Counted(1), Assert.Single(await store.Read("archived", None)).Body);
        }
    }

    private static async Task Change(AmbientTransaction transaction, string sql)
    {
        await using var command = await transaction.Command(sql, None);
        await command.ExecuteNonQueryAsync();
    }
}
