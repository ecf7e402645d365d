using System.Text.Json.Nodes;

namespace Rma.EventSourcing.Tests;

public sealed partial class EventStoreTests
{
    [Fact]
    public async Task What_was_not_committed_never_was()
    {
        var (transaction, store) = database.Scope();
        await using (transaction) Assert.True(await store.Append("rolled-back", 0, Events("rolled-back", new Counted(1)), None));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_events where stream_id = 'rolled-back'"));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_streams where id = 'rolled-back'"));
    }

    [Fact]
    public async Task Nobody_else_sees_what_is_not_committed_and_only_the_scope_commits()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.True(await store.Append("enlisted", 0, Events("enlisted", new Counted(1)), None));
            Assert.Single(await store.Read("enlisted", None));
            Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_events where stream_id = 'enlisted'"));
            await transaction.Commit();
        }

        Assert.Equal(1, await database.Scalar<long>("select count(*) from mt_events where stream_id = 'enlisted'"));
    }

    [Fact]
    public async Task After_a_refused_append_the_transaction_goes_on_with_what_it_had()
    {
        Assert.True(await database.Commit("goes-on", 0, Events("goes-on", new Counted(1))));
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.True(await store.Append("before", 0, Events("before", new Counted(1)), None));
            Assert.False(await store.Append("goes-on", 0, Events("goes-on/b", new Counted(2)), None));
            Assert.False(await store.Append("goes-on", 5, Events("goes-on/c", new Counted(2)), None));
            Assert.Single(await store.Read("goes-on", None));
            Assert.True(await store.Append("goes-on", 1, Events("goes-on/d", new Counted(3)), None));
            await transaction.Commit();
        }

        Assert.Equal("before 1, goes-on 2", await database.Scalar<string>(
            "select string_agg(id || ' ' || version, ', ' order by id) from mt_streams where id in ('before', 'goes-on')"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Another_version_than_expected_writes_nothing_and_uses_no_sequence_number(long expected)
    {
        var key = $"version-{expected}";
        Assert.True(await database.Commit(key, 0, Events(key, new Counted(1))));
        var before = await database.LastSequenceNumber();
        Assert.False(await database.Commit(key, expected, Events($"{key}/b", new Counted(2))));
        Assert.Equal(before, await database.LastSequenceNumber());
        Assert.Equal(1, await database.Scalar<long>($"select count(*) from mt_events where stream_id = '{key}'"));
        Assert.Equal(1, await database.Scalar<long>($"select version from mt_streams where id = '{key}'"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_stream_that_is_not_there_takes_nothing_but_a_beginning(long expected)
    {
        Assert.False(await database.Commit($"not-there-{expected}", expected, Events("not-there", new Counted(1))));
        Assert.Equal(0, await database.Scalar<long>($"select count(*) from mt_streams where id = 'not-there-{expected}'"));
    }

    [Theory]
    [InlineData("race-new", 0)]
    [InlineData("race-old", 1)]
    public async Task Of_two_writers_at_one_version_one_wins_and_the_other_uses_no_sequence_number(string key, long version)
    {
        if (version == 1) Assert.True(await database.Commit(key, 0, Events(key, new Counted(0))));
        var (first, firstStore) = database.Scope();
        var (second, secondStore) = database.Scope();
        await using (first)
        await using (second)
        {
            Assert.True(await firstStore.Append(key, version, Events($"{key}/1", new Counted(1)), None));
            var taken = await database.LastSequenceNumber();
            var waiting = secondStore.Append(key, version, Events($"{key}/2", new Counted(2)), None);
            await Task.WhenAny(waiting, Task.Delay(200));
            Assert.False(waiting.IsCompleted);
            await first.Commit();
            Assert.False(await waiting);
            Assert.Equal(taken, await database.LastSequenceNumber());
            Assert.Equal(new Counted(1), (await secondStore.Read(key, None))[^1].Body);
            Assert.True(await secondStore.Append(key, version + 1, Events($"{key}/3", new Counted(3)), None));
        }
    }

    [Theory]
    [InlineData("gives-up-new", 0)]
    [InlineData("gives-up-old", 1)]
    public async Task When_the_first_writer_gives_up_the_waiting_one_goes_on(string key, long version)
    {
        if (version == 1) Assert.True(await database.Commit(key, 0, Events(key, new Counted(0))));
        var (first, firstStore) = database.Scope();
        var (second, secondStore) = database.Scope();
        await using (first)
        await using (second)
        {
            Assert.True(await firstStore.Append(key, version, Events($"{key}/1", new Counted(1)), None));
            var waiting = secondStore.Append(key, version, Events($"{key}/2", new Counted(2)), None);
            await first.Rollback();
            Assert.True(await waiting);
            Assert.Equal(new Counted(2), (await secondStore.Read(key, None))[^1].Body);
        }
    }

    [Fact]
    public async Task Writers_of_different_streams_do_not_wait_for_each_other()
    {
        var (first, firstStore) = database.Scope();
        var (second, secondStore) = database.Scope();
        await using (first)
        await using (second)
        {
            Assert.True(await firstStore.Append("apart-1", 0, Events("apart-1", new Counted(1)), None));
            Assert.True(await secondStore.Append("apart-2", 0, Events("apart-2", new Counted(2)), None).WaitAsync(TimeSpan.FromSeconds(5)));
        }
    }

    [Theory]
    [InlineData("cannot-be-stored-new", 0)]
    [InlineData("cannot-be-stored-old", 1)]
    public async Task What_the_database_cannot_store_leaves_nothing_and_ends_the_transaction(string key, long version)
    {
        if (version == 1) Assert.True(await database.Commit(key, 0, Events(key, new Counted(0))));
        var (transaction, store) = database.Scope();
        await using (transaction)
        {
            Assert.True(await store.Append($"{key}-before", 0, Events($"{key}-before", new Counted(1)), None));
            await Assert.ThrowsAnyAsync<Exception>(() => store.Append(key, version, Events($"{key}/2", new Counted(1, "a\0b")), None));
            await transaction.Rollback();
        }

        Assert.Equal(version, await database.Scalar<long>($"select coalesce(max(version), 0) from mt_streams where id = '{key}'"));
        Assert.Equal(version, await database.Scalar<long>($"select count(*) from mt_streams where id like '{key}%'"));
        Assert.Equal(version, await database.Scalar<long>($"select count(*) from mt_events where stream_id like '{key}%'"));
        Assert.True(await database.Commit(key, version, Events($"{key}/3", new Counted(3))));
    }

    [Fact]
    public async Task A_type_that_was_never_pinned_is_not_stored()
    {
        var (transaction, store) = database.Scope();
        await using (transaction)
            await Assert.ThrowsAsync<UnknownStoredEventException>(() =>
                store.Append("unpinned", 0, [new NewEvent(NameBasedId.Of("unpinned"), new JsonObject(), Monday, [])], None));
    }
}
