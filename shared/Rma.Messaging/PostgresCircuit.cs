using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace Rma.Messaging;

/// <summary>
/// A circuit breaker around the use of the database. While the database is away, or is still recovering, requests and deliveries fail at
/// once instead of each opening a connection: on a small server the logins of many waiting clients would delay the recovery itself. Once a
/// second one of them tries; when it succeeds, all continue.
/// </summary>
public sealed class PostgresCircuit
{
    private readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions
    {
        ShouldHandle = attempt => ValueTask.FromResult(IsAway(attempt.Outcome.Exception)),
        FailureRatio = 0.5, MinimumThroughput = 5, SamplingDuration = TimeSpan.FromSeconds(1), BreakDuration = TimeSpan.FromSeconds(1),
    }).Build();

    /// <summary>Runs a step that uses the database.</summary>
    /// <exception cref="BrokenCircuitException">The database was away a moment ago; the step was not run. Transient.</exception>
    public async Task Run(Func<CancellationToken, ValueTask> step, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(step, cancellationToken);

    /// <summary>Whether the server could not be reached or accepts no connections, as opposed to an error of one statement.</summary>
    public static bool IsAway(Exception? exception) => exception switch
    {
        null => false,
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => true,
        PostgresException postgres => postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException npgsql => npgsql.InnerException is not null && Transient.Is(npgsql.InnerException),
        _ => exception.InnerException is { } inner && IsAway(inner),
    };
}
