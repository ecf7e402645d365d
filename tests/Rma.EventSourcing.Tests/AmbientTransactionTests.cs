using Npgsql;

namespace Rma.EventSourcing.Tests;

/// <summary>Queued writes: they are sent with the next round trip, in order, and are committed or rolled back together.</summary>
public sealed class AmbientTransactionTests(EventDatabase database) : IClassFixture<EventDatabase>, IAsyncLifetime
{
    private const string Insert = "insert into waited (name, amount, at) values (@Name, @Amount, @At)";

    public async Task InitializeAsync()
    {
        await using var create = database.Source.CreateCommand(
            "create table if not exists waited (name text primary key, amount numeric null, at timestamptz null, tags text[] null, day " +
                "date null, id uuid null, n int null, b bigint null, yes boolean null)");
        await create.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_waits_is_written_by_the_commit()
    {
        await using var transaction = new AmbientTransaction(database.Source);
        transaction.EnqueueRow(Insert, new { Name = "alone", Amount = (decimal?)12.50m, At = (DateTimeOffset?)null });
        Assert.Equal(0, await Count("alone"));
        await transaction.Commit();
        Assert.Equal(1, await Count("alone"));
    }

    [Fact]
    public async Task What_waits_is_there_for_whatever_is_asked_next()
    {
        await using var transaction = new AmbientTransaction(database.Source);
        transaction.EnqueueRow(Insert, Row("read"));
        Assert.Equal("read", await transaction.Read("select name from waited where name = 'read'", [], async rows =>
            await rows.ReadAsync() ? rows.GetString(0) : null, default));
        transaction.EnqueueRow(Insert, Row("written"));
        Assert.Equal(1, await transaction.Write("update waited set amount = 2 where name = 'written'", [], default));
        transaction.EnqueueRow(Insert, Row("asked"));
        await using (var command = await transaction.Command("select count(*) from waited where name = 'asked'", default)) Assert.Equal(
            1L, await command.ExecuteScalarAsync());
        await transaction.Rollback();
        Assert.Equal(0, await Count("read") + await Count("written") + await Count("asked"));
    }

    [Fact]
    public async Task A_commit_that_takes_too_long_is_left_alone_and_not_cancelled()
    {
        await using (var slow = database.Source.CreateCommand(
            """
            create table if not exists slow (name text primary key);
            create or replace function take_time() returns trigger language plpgsql as 'begin perform pg_sleep(4); return null; end';
            create constraint trigger at_commit after insert on slow deferrable initially deferred
                for each row execute function take_time();
            """)) await slow.ExecuteNonQueryAsync();
        await using var source = NpgsqlDataSource.Create(database.Address + ";Command Timeout=1;Cancellation Timeout=500");
        await using (var transaction = new AmbientTransaction(source) { Patience = TimeSpan.FromSeconds(1) })
        {
            transaction.Enqueue("insert into slow values ('committed')");
            await Assert.ThrowsAsync<TimeoutException>(transaction.Commit);
        }

        // The repeat of the same step waits for what became of the first.
        await using var repeat = new AmbientTransaction(database.Source);
        Assert.Equal(0, await repeat.Write("insert into slow values ('committed') on conflict do nothing", [], default));
    }

    [Fact]
    public async Task After_a_write_that_fails_nothing_is_committed()
    {
        await using var transaction = new AmbientTransaction(database.Source);
        await using (var first = await transaction.Command(
            "insert into waited (name) values ('before-the-failure')", default)) await first.ExecuteNonQueryAsync();
        transaction.EnqueueRow(Insert, Row("twice"));
        transaction.EnqueueRow(Insert, Row("twice"));
        transaction.EnqueueRow(Insert, Row("after"));
        await Assert.ThrowsAsync<PostgresException>(transaction.Commit);
        await transaction.Rollback();
        Assert.Equal(0, await Count("before-the-failure") + await Count("twice") + await Count("after"));
    }

    [Fact]
    public async Task What_waits_when_the_step_is_given_up_is_never_written()
    {
        await using var transaction = new AmbientTransaction(database.Source);
        transaction.EnqueueRow(Insert, Row("given-up"));
        await transaction.Rollback();
        await transaction.Commit();
        Assert.Equal(0, await Count("given-up"));
    }

    [Fact]
    public async Task After_its_commit_it_can_begin_again()
    {
        await using var transaction = new AmbientTransaction(database.Source);
        foreach (var name in new[] { "first", "second" })
        {
            transaction.EnqueueRow(Insert, Row(name));
            await transaction.Commit();
        }

        Assert.Equal(2, await Count("first") + await Count("second"));
    }

    [Fact]
    public async Task A_row_has_the_types_of_its_properties_whether_they_are_set_or_not()
    {
        const string every =
            "insert into waited (name, amount, at, tags, day, id, n, b, yes) values (@Name, @Amount, @At, @Tags, @Day, @Id, @N, @B, @Yes)";
        var at = new DateTimeOffset(2027, 3, 14, 9, 30, 0, TimeSpan.FromHours(-7));
        await using var transaction = new AmbientTransaction(database.Source);
        transaction.EnqueueRow(every, new Every("full", 1.05m, at, ["a", "b"], new DateOnly(2027, 3, 14), Guid.Empty, 1, 2L, true));
        transaction.EnqueueRow(every, new Every("empty", null, null, null, null, null, null, null, null));
        await transaction.Commit();
        Assert.Equal("1.05 2027-03-14 16:30:00 {a,b} 2027-03-14 1 2 true", await database.Scalar<string>(
            "select concat_ws(' ', amount, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'), tags::text, day, n, b, yes::text) " +
                "from waited where name = 'full'"));
        Assert.Equal(1L, await database.Scalar<long>(
            "select count(*) from waited where name = 'empty' and num_nulls(amount, at, tags, day, id, n, b, yes) = 8"));
        Assert.Throws<ArgumentException>(() => transaction.EnqueueRow(every, new { Name = new object() }));
    }

    private static object Row(string name) => new { Name = name, Amount = (decimal?)null, At = (DateTimeOffset?)null };

    private Task<long> Count(string name) => database.Scalar<long>($"select count(*) from waited where name = '{name}'");

    private sealed record Every(string Name, decimal? Amount, DateTimeOffset? At, string[]? Tags, DateOnly? Day, Guid? Id, int? N, long? B,
        bool? Yes);
}
