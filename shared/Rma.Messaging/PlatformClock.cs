using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Rma.Messaging;

/// <summary>
/// The platform's clock: real time plus an offset that a developer may set in Development, to test a 30-day expiry within a minute. The
/// offset is stored in the database and survives a restart. In Production it is always zero.
/// </summary>
public sealed class PlatformClock(bool adjustable) : TimeProvider
{
    private const string Channel = "platform_clock";
    private static readonly TimeSpan TimeToHear = TimeSpan.FromMilliseconds(300);
    private long offsetSeconds;

    /// <summary>Seconds ahead of real time.</summary>
    public long OffsetSeconds => Interlocked.Read(ref offsetSeconds);

    /// <summary>Whether the offset may be set here.</summary>
    public bool Adjustable => adjustable;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(OffsetSeconds);

    /// <summary>Loads the stored offset; where it may not be set, a stored one is an error and the service must not start.</summary>
    public async Task Load(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select offset_seconds from platform_clock");
        var stored = await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
        if (stored != 0 && !adjustable)
            throw new InvalidOperationException("This database was used with a moved clock; a production service must not run on it.");
        Interlocked.Exchange(ref offsetSeconds, stored);
    }

    /// <summary>
    /// Follows offset changes by other processes of the same service while this one runs, so that all replicas of a service use the same
    /// date.
    /// </summary>
    /// <param name="moved">Called when the clock may have moved: future deadlines may be due.</param>
    public async Task Follow(NpgsqlDataSource database, Action moved, CancellationToken cancellationToken)
    {
        while (adjustable && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(
                    cancellationToken);
                for (; ; await connection.WaitAsync(cancellationToken))
                {
                    // The first load: an offset may have been set before this process listened.
                    await Load(database, cancellationToken);
                    moved();
                }
            }
            catch (Exception exception) when (Transient.Is(exception))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// Sets the offset for every process of the service. When this returns, the running processes have had time to load it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not in Development.</exception>
    public async Task Set(NpgsqlDataSource database, long seconds, CancellationToken cancellationToken)
    {
        if (!adjustable) throw new InvalidOperationException("The clock can only be moved in Development.");
        await using var command = database.CreateCommand(
            $"""
            with told as (select pg_notify('{Channel}', ''))
            insert into platform_clock (offset_seconds) select $1 from told on conflict (only_row) do update
                set offset_seconds = excluded.offset_seconds
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seconds });
        await command.ExecuteNonQueryAsync(cancellationToken);
        Interlocked.Exchange(ref offsetSeconds, seconds);
        await Task.Delay(TimeToHear, cancellationToken);
    }
}

/// <summary>Keeps the clock of this process in step with the other replicas, in Development.</summary>
internal sealed class ClockFollower(PlatformClock clock, NpgsqlDataSource database, OutboxSignal signal) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => clock.Follow(database, signal.Pulse, stoppingToken);
}
