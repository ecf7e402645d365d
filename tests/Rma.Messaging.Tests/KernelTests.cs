using System.Net.Sockets;
using Npgsql;
using Rma.EventSourcing;
using Rma.ServiceDefaults;
using Rma.Testing;

namespace Rma.Messaging.Tests;

public sealed class TransientTests
{
    [Theory]
    [InlineData("40001", true)]
    [InlineData("40P01", true)]
    [InlineData("55P03", true)]
    [InlineData("57P01", true)]
    [InlineData("57014", true)]
    [InlineData("53300", true)]
    [InlineData("08006", true)]
    [InlineData("0A000", true)]
    [InlineData("25P02", true)]
    [InlineData("25006", true)]
    [InlineData("58030", true)]
    [InlineData("23505", false)]
    [InlineData("23514", false)]
    [InlineData("42P01", false)]
    [InlineData("22P05", false)]
    public void A_state_of_the_database_means_try_again_or_not(string state, bool again) =>
        Assert.Equal(again, Transient.Is(new PostgresException("x", "ERROR", "ERROR", state)));

    [Fact]
    public void Network_faults_pass_and_bad_input_does_not()
    {
        Assert.True(Transient.Is(new NpgsqlException("x", new IOException("reset"))));
        Assert.True(Transient.Is(new NpgsqlException("Additional unencrypted data received after SSL negotiation - this should never " +
            "happen, and may be an indication of a man-in-the-middle attack.")));
        Assert.True(Transient.Is(new SocketException(111)));
        Assert.True(Transient.Is(new ObjectDisposedException("NpgsqlTransaction", new IOException("the session was ended"))));
        Assert.True(Transient.Is(new InvalidOperationException("Transaction is already completed")));
        Assert.False(Transient.Is(new ObjectDisposedException("HttpClient")));
        Assert.True(Transient.Is(new InvalidOperationException("x", new TimeoutException())));
        Assert.True(Transient.Is(new VersionConflictException("rma-1")));
        Assert.False(Transient.Is(new RefusedException("a.b", "no")));
        Assert.False(Transient.Is(new DeadLetterException("a.b", "no")));
        Assert.False(Transient.Is(new InvalidOperationException("bug")));
        Assert.False(Transient.Is(null));
    }
}

public sealed class SchemaMigrationTests
{
    [Fact]
    public async Task Many_starting_together_migrate_once_and_again_is_nothing()
    {
        await using var database = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_migration") + ";Search Path=probe");
        var assemblies = new[] { typeof(IEventStore).Assembly, typeof(UnitOfWork).Assembly };
        var applied = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => SchemaMigration.Run(database, "probe", assemblies, [], default)));
        Assert.Equal(["0001-events.sql", "0002-messaging.sql", "0003-retries.sql", "0004-saga-entered.sql", "0005-signed-outbox.sql",
            "0006-history.sql", "0007-restores.sql", "0008-sent-messages.sql"],
            Assert.Single(applied, names => names.Count > 0));
        Assert.Empty(await SchemaMigration.Run(database, "probe", assemblies, [], default));
    }

    [Fact]
    public async Task Who_waits_for_the_migration_is_told_what_is_missing()
    {
        await using var database = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_missing") + ";Search Path=probe");
        var assemblies = new[] { typeof(IEventStore).Assembly, typeof(UnitOfWork).Assembly };
        Assert.Equal(["0001-events.sql", "0002-messaging.sql", "0003-retries.sql", "0004-saga-entered.sql", "0005-signed-outbox.sql",
            "0006-history.sql", "0007-restores.sql", "0008-sent-messages.sql"],
            await SchemaMigration.Missing(database, "probe", assemblies, default));
        await SchemaMigration.Run(database, "probe", [assemblies[0]], [], default);
        Assert.Equal(["0002-messaging.sql", "0003-retries.sql", "0004-saga-entered.sql", "0005-signed-outbox.sql",
            "0008-sent-messages.sql"],
            await SchemaMigration.Missing(database, "probe", assemblies, default));
        await SchemaMigration.Run(database, "probe", assemblies, [], default);
        Assert.Empty(await SchemaMigration.Missing(database, "probe", assemblies, default));
    }

    [Fact]
    public async Task A_file_that_changed_after_it_was_applied_stops_the_start()
    {
        await using var database = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_changed") + ";Search Path=probe");
        await SchemaMigration.Run(database, "probe", [typeof(IEventStore).Assembly], [], default);
        await using (var forge = database.CreateCommand(
            "update schema_migrations set sha256 = 'other'")) await forge.ExecuteNonQueryAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SchemaMigration.Run(database, "probe", [typeof(IEventStore).Assembly], [], default));
        Assert.Contains("0001-events.sql", refused.Message, StringComparison.Ordinal);
    }
}

public sealed class PlatformClockTests
{
    [Fact]
    public async Task A_production_service_moves_no_clock_and_runs_on_no_moved_database()
    {
        await using var database = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_clock") + ";Search Path=probe");
        await SchemaMigration.Run(database, "probe", [typeof(IEventStore).Assembly, typeof(UnitOfWork).Assembly], [], default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new PlatformClock(adjustable: false).Set(database, 60, default));
        var development = new PlatformClock(adjustable: true);
        await development.Set(database, 86_400, default);
        Assert.InRange((development.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalSeconds, 86_395, 86_405);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new PlatformClock(adjustable: false).Load(database, default));
        var restarted = new PlatformClock(adjustable: true);
        await restarted.Load(database, default);
        Assert.Equal(86_400, restarted.OffsetSeconds);
    }

    [Fact]
    public async Task When_one_replica_moves_the_clock_the_others_follow()
    {
        await using var database = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_clocks") + ";Search Path=probe");
        await SchemaMigration.Run(database, "probe", [typeof(IEventStore).Assembly, typeof(UnitOfWork).Assembly], [], default);
        using var end = new CancellationTokenSource();
        var (one, other) = (new PlatformClock(adjustable: true), new PlatformClock(adjustable: true));
        var told = 0;
        var following = other.Follow(database, () => Interlocked.Increment(ref told), end.Token);
        foreach (var offset in new[] { 3_600L, -60L, 0L })
        {
            await one.Set(database, offset, default);
            await Wait.Until(() => Task.FromResult(other.OffsetSeconds), seen => seen == offset, "the other replica's clock");
        }

        // A broken connection is reopened, and changes made meanwhile are loaded.
        await using (var cut = database.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity " +
            "where query ilike 'listen %' and datname = current_database()")) await cut.ExecuteNonQueryAsync();
        await one.Set(database, 7_200, default);
        await Wait.Until(() => Task.FromResult(other.OffsetSeconds), seen => seen == 7_200, "the other replica's clock");
        Assert.True(told >= 4);

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }
}

public sealed class ProblemTests
{
    [Fact]
    public void Nothing_of_an_unexpected_exception_reaches_the_caller()
    {
        var problem = Problems.Of(new InvalidOperationException("password=hunter2"));
        Assert.Equal((500, "internal"), (problem.Status, problem.Extensions["code"]));
        Assert.DoesNotContain("hunter2", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_away_is_503() =>
        Assert.Equal(503, Problems.Of(new NpgsqlException("x", new SocketException(111))).Status);
}
