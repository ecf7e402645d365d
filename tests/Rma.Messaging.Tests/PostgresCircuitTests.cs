using Npgsql;
using Polly.CircuitBreaker;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>While the database is away nobody opens connections to it but one probe a second.</summary>
public sealed class PostgresCircuitTests
{
    private readonly PostgresCircuit circuit = new();
    private int ran;

    [Fact]
    public async Task After_some_failures_nothing_reaches_the_database_until_a_probe_succeeds()
    {
        for (var attempt = 0; attempt < 5; attempt++) await Assert.ThrowsAsync<NpgsqlException>(() => Run(Away));
        await Assert.ThrowsAsync<BrokenCircuitException>(() => Run(null));
        Assert.Equal(5, ran);
        await Wait.Until(async () =>
        {
            try
            {
                await Run(null);
                return true;
            }
            catch (BrokenCircuitException)
            {
                return false;
            }
        }, succeeded => succeeded, "the probe to succeed");
        await Run(null);
        Assert.Equal(7, ran);
    }

    [Fact]
    public async Task Errors_of_single_statements_and_refusals_do_not_open_it()
    {
        var conflict = new PostgresException("deadlock", "ERROR", "ERROR", "40P01");
        for (var attempt = 0; attempt < 20; attempt++) await Assert.ThrowsAsync<PostgresException>(() => Run(conflict));
        var refusal = new InvalidOperationException();
        for (var attempt = 0; attempt < 20; attempt++) await Assert.ThrowsAsync<InvalidOperationException>(() => Run(refusal));
        await Run(null);
        Assert.Equal(41, ran);
    }

    [Fact]
    public void A_server_that_is_starting_or_unreachable_is_away_and_a_full_pool_is_not()
    {
        Assert.True(PostgresCircuit.IsAway(new PostgresException("starting", "FATAL", "FATAL", "57P03")));
        Assert.True(PostgresCircuit.IsAway(Away));
        Assert.True(PostgresCircuit.IsAway(new InvalidOperationException("wrapped", Away)));
        Assert.False(PostgresCircuit.IsAway(new NpgsqlException("The connection pool has been exhausted")));
        Assert.True(Transient.Is(new BrokenCircuitException()));
    }

    private static NpgsqlException Away => new("Failed to connect", new System.Net.Sockets.SocketException(111));

    private Task Run(Exception? failure) => circuit.Run(_ =>
    {
        ran++;
        return failure is null ? ValueTask.CompletedTask : ValueTask.FromException(failure);
    }, CancellationToken.None);
}
