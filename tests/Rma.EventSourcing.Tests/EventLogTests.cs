using System.Text.Json.Nodes;

namespace Rma.EventSourcing.Tests;

/// <summary>Reading all events of a service: pending ones are not missed, and rolled back ones are not waited for.</summary>
public sealed class EventLogTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static NewEvent Event(string key, TallyEvent? body = null) =>
        new(NameBasedId.Of(key), body ?? new Counted(1), DateTimeOffset.UnixEpoch, new JsonObject());

    private static EventLog Log(string reader) => new(reader);

    private async Task<string[]> Next(EventLog log, int limit = 1_000, bool commit = true)
    {
        await using var transaction = new AmbientTransaction(database.Source);
        var events = await log.Next(transaction, limit, None);
        if (commit) await transaction.Commit();
        return [.. events.Select(logged => logged.StreamKey)];
    }

    // Transactions of the whole server determine when a gap is final; other tests run some.
    private async Task<string[]> NextToCome(EventLog log) =>
        await Rma.Testing.Wait.Until(() => Next(log), read => read.Length > 0, "events that come after a dead hole");

    private async Task ReadToEnd(EventLog log)
    {
        var end = await database.Scalar<long>("select coalesce(max(seq_id), 0) from mt_events");
        await Rma.Testing.Wait.Until(async () =>
        {
            await Next(log);
            return await database.Scalar<long>($"select last_seq_id from mt_event_progression where name = '{log.Reader}'");
        }, reached => reached >= end, "the log to be read to its end");
    }

    [Fact]
    public async Task Events_are_read_once_in_their_order_and_the_position_is_where_Marten_keeps_its_own()
    {
        var log = Log("once");
        await ReadToEnd(log);
        foreach (var key in new[] { "once-1", "once-2", "once-3" }) Assert.True(await database.Commit(key, 0, Event(key)));
        Assert.Equal(["once-1", "once-2"], await Next(log, limit: 2));
        Assert.Equal(["once-3"], await Next(Log("once")));
        Assert.Empty(await Next(log));
        Assert.Equal(await database.LastSequenceNumber(),
            await database.Scalar<long>("select last_seq_id from mt_event_progression where name = 'once'"));
    }

    [Fact]
    public async Task What_the_reader_did_not_commit_is_read_again()
    {
        var log = Log("again");
        await ReadToEnd(log);
        Assert.True(await database.Commit("again-1", 0, Event("again-1")));
        Assert.Equal(["again-1"], await Next(log, commit: false));
        Assert.Equal(["again-1"], await Next(log));
    }

    [Fact]
    public async Task A_hole_whose_transaction_still_runs_is_waited_for_and_then_filled()
    {
        var log = Log("running");
        await ReadToEnd(log);
        var before = log.NumbersPassedOver;
        var (slow, store) = database.Scope();
        await using (slow)
        {
            Assert.True(await store.Append("running-slow", 0, [Event("running-slow")], None));
            Assert.True(await database.Commit("running-fast", 0, Event("running-fast")));
            for (var look = 0; look < 5; look++) Assert.Empty(await Next(log));
            await slow.Commit();
        }

        Assert.Equal(["running-slow", "running-fast"], await Next(log));
        Assert.Equal(before, log.NumbersPassedOver);
    }

    [Fact]
    public async Task A_hole_of_a_transaction_younger_than_all_that_have_ended_is_waited_for()
    {
        var log = Log("young");
        await ReadToEnd(log);
        var (older, olderStore) = database.Scope();
        var (younger, youngerStore) = database.Scope();
        await using (older)
        await using (younger)
        {
            await using (var id = await older.Command("select pg_current_xact_id()::text", None)) await id.ExecuteScalarAsync();
            Assert.True(await youngerStore.Append("young-slow", 0, [Event("young-slow")], None));
            Assert.True(await olderStore.Append("young-fast", 0, [Event("young-fast")], None));
            await older.Commit();
            for (var look = 0; look < 5; look++) Assert.Empty(await Next(log));
            await younger.Commit();
        }

        Assert.Equal(["young-slow", "young-fast"], await Next(log));
    }

    [Fact]
    public async Task A_hole_whose_transaction_rolled_back_is_passed_over()
    {
        var log = Log("dead");
        await ReadToEnd(log);
        var before = log.NumbersPassedOver;
        var (dying, store) = database.Scope();
        await using (dying)
        {
            Assert.True(await store.Append("dead-never", 0, [Event("dead-never"), Event("dead-never/2")], None));
            Assert.True(await database.Commit("dead-after", 0, Event("dead-after")));
            Assert.Empty(await Next(log));
        }

        Assert.Equal(["dead-after"], await NextToCome(log));
        Assert.Equal(before + 2, log.NumbersPassedOver);
    }

    [Fact]
    public async Task A_dead_hole_is_passed_over_and_the_running_one_behind_it_is_not()
    {
        var log = Log("both");
        await ReadToEnd(log);
        var (dying, dyingStore) = database.Scope();
        var (slow, slowStore) = database.Scope();
        await using (slow)
        {
            await using (dying)
            {
                Assert.True(await dyingStore.Append("both-never", 0, [Event("both-never")], None));
                Assert.True(await database.Commit("both-1", 0, Event("both-1")));
                for (var look = 0; look < 2; look++) Assert.Empty(await Next(log));
            }

            Assert.True(await slowStore.Append("both-slow", 0, [Event("both-slow")], None));
            Assert.True(await database.Commit("both-2", 0, Event("both-2")));
            Assert.Equal(["both-1"], await NextToCome(log));
            for (var look = 0; look < 5; look++) Assert.Empty(await Next(log));
            await slow.Commit();
        }

        Assert.Equal(["both-slow", "both-2"], await Next(log));
    }

    [Fact]
    public async Task Under_many_writers_of_whom_some_give_up_nothing_is_missed_or_read_twice()
    {
        var log = Log("crowd");
        await ReadToEnd(log);
        var committed = new System.Collections.Concurrent.ConcurrentBag<string>();
        var read = new List<string>();
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Write(writer, committed))));
        while (!writers.IsCompleted) read.AddRange(await Next(log, limit: 50));
        await writers;
        await Rma.Testing.Wait.Until(async () => { read.AddRange(await Next(log)); return read.Count; }, count =>
            count >= committed.Count, "everything to be read");
        Assert.Equal(committed.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.True(log.NumbersPassedOver >= 8 * 10, $"{log.NumbersPassedOver} numbers passed over");
    }

    private async Task Write(int writer, System.Collections.Concurrent.ConcurrentBag<string> committed)
    {
        var random = new Random(writer);
        for (var step = 0; step < 50; step++)
        {
            var key = $"crowd-{writer}-{step}";
            var (transaction, store) = database.Scope();
            await using (transaction)
            {
                Assert.True(await store.Append(key, 0, [Event(key)], None));
                await Task.Delay(random.Next(5));
                if (step % 5 == 0) continue;
                await transaction.Commit();
                committed.Add(key);
            }
        }
    }
}
