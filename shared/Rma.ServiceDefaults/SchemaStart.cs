using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>What a process does about its schema at start (<c>Schema:AtStart</c>).</summary>
internal enum SchemaAtStart
{
    /// <summary>Brings it up to date and goes on: one machine, or a few replicas.</summary>
    Migrate,

    /// <summary>Brings it up to date and ends: the job that a deployment runs first.</summary>
    MigrateAndEnd,

    /// <summary>Waits until somebody else has: the replicas of that deployment, whose role need not be allowed to change tables.</summary>
    Wait,
}

/// <summary>A service's schema: its name, whose SQL files make it, what the event store adds, and who applies all that.</summary>
internal sealed record ServiceSchema(
    string Name, IReadOnlyList<Assembly> Migrations, IReadOnlyList<IEventStoreSchema> Stores, SchemaAtStart AtStart);

/// <summary>The schema is older than this program: it waits for the migration.</summary>
internal sealed class SchemaBehindException(string missing) : Exception($"the schema lacks {missing}");

/// <summary>Before anything else starts: wait for the database, bring the schema up to date, take over the clock.</summary>
internal sealed class SchemaStart(NpgsqlDataSource database, PlatformClock clock, ServiceSchema schema, ILogger<SchemaStart> log)
    : IHostedService
{
    private readonly ResiliencePipeline whileDatabaseIsAway = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(Transient.Is).Handle<SchemaBehindException>(),
        BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(3),
        MaxRetryAttempts = int.MaxValue, UseJitter = true,
        OnRetry = retry =>
        {
            log.LogWarning("The database is not ready yet ({Reason}).", retry.Outcome.Exception?.Message);
            return ValueTask.CompletedTask;
        },
    }).Build();

    public async Task StartAsync(CancellationToken cancellationToken) => await whileDatabaseIsAway.ExecuteAsync(async ct =>
    {
        if (schema.AtStart == SchemaAtStart.Wait) await UpToDate(ct);
        else await Migrate(ct);
        log.LogInformation("Events are stored by {Store}.", EventStoreChoice.Description);
        await clock.Load(database, ct);
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Migrate(CancellationToken cancellationToken)
    {
        var applied = await SchemaMigration.Run(database, schema.Name, schema.Migrations, schema.Stores, cancellationToken);
        if (applied.Count > 0) log.LogInformation("Schema {Schema}: applied {Migrations}.", schema.Name, string.Join(", ", applied));
        if (schema.AtStart != SchemaAtStart.MigrateAndEnd) return;
        log.LogInformation("Schema {Schema} is up to date.", schema.Name);
        // Nothing else has started yet, so there is nothing to stop.
        Environment.Exit(0);
    }

    private async Task UpToDate(CancellationToken cancellationToken)
    {
        var missing = await SchemaMigration.Missing(database, schema.Name, schema.Migrations, cancellationToken);
        if (missing.Count > 0) throw new SchemaBehindException(string.Join(", ", missing));
    }
}
