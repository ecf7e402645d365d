using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>A service's schema: its name, whose SQL files make it, and what the event store adds.</summary>
internal sealed record ServiceSchema(string Name, IReadOnlyList<Assembly> Migrations, IReadOnlyList<IEventStoreSchema> Stores);

/// <summary>Before anything else starts: wait for the database, bring the schema up to date, take over the clock.</summary>
internal sealed class SchemaStart(NpgsqlDataSource database, PlatformClock clock, ServiceSchema schema, ILogger<SchemaStart> log) : IHostedService
{
    private readonly ResiliencePipeline whileDatabaseIsAway = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(Transient.Is),
        BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(3),
        MaxRetryAttempts = int.MaxValue, UseJitter = true,
        OnRetry = retry =>
        {
            log.LogWarning("The database is not there yet ({Reason}).", retry.Outcome.Exception?.Message);
            return ValueTask.CompletedTask;
        },
    }).Build();

    public async Task StartAsync(CancellationToken cancellationToken) => await whileDatabaseIsAway.ExecuteAsync(async ct =>
    {
        var applied = await SchemaMigration.Run(database, schema.Name, schema.Migrations, schema.Stores, ct);
        if (applied.Count > 0) log.LogInformation("Schema {Schema}: applied {Migrations}.", schema.Name, string.Join(", ", applied));
        log.LogInformation("Events are stored by {Store}.", EventStoreChoice.Description);
        await clock.Load(database, ct);
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
