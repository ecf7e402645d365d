using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;
using Rma.EventSourcing;
using Rma.EventSourcing.Marten;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>What a process does with its schema at start (<c>Schema:AtStart</c>).</summary>
internal enum SchemaAtStart
{
    /// <summary>Migrates and starts: one machine, or a few replicas.</summary>
    Migrate,

    /// <summary>Migrates and ends: the job that a deployment runs first.</summary>
    MigrateAndEnd,

    /// <summary>Waits for the migration by that job: the replicas of the deployment, whose role does not need DDL rights.</summary>
    Wait,
}

/// <summary>A service's schema: its name, the assembly with its SQL files, the event store's additions, and who migrates it.</summary>
internal sealed record ServiceSchema(
    string Name, IReadOnlyList<Assembly> Migrations, IReadOnlyList<IEventStoreSchema> Stores, SchemaAtStart AtStart, SchemaOwner Owner,
    bool IsDevelopment);

/// <summary>The schema is older than this program, which waits for the migration.</summary>
internal sealed class SchemaBehindException(string missing) : Exception($"the schema lacks {missing}");

/// <summary>Runs before everything else: waits for the database, migrates the schema, loads the clock offset.</summary>
internal sealed class SchemaStart(
    NpgsqlDataSource database, PlatformClock clock, ServiceSchema schema, OutboxSigning signing, HistoryKeyFile historyKeys,
    DatabaseTrust trust, RestoreLog restores,
    ILogger<SchemaStart> log)
    : IHostedService
{
    private readonly ResiliencePipeline whileDatabaseIsAway = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(Transient.Is).Handle<SchemaBehindException>(),
        BackoffType = DelayBackoffType.Exponential, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(3),
        MaxRetryAttempts = int.MaxValue, UseJitter = true,
        OnRetry = async retry => log.DatabaseNotReady(
            await trust.Fault(retry.Outcome.Exception, retry.Context.CancellationToken) ?? retry.Outcome.Exception?.Message),
    }).Build();

    public async Task StartAsync(CancellationToken cancellationToken) => await whileDatabaseIsAway.ExecuteAsync(async ct =>
    {
        if (schema.AtStart == SchemaAtStart.Wait) await UpToDate(ct);
        else await Migrate(ct);
        if (!schema.IsDevelopment) await RefuseWeakHistory(ct);
        await signing.Renew(database, ct);
        log.EventStoreReady(MartenStore.Description);
        await clock.Load(database, ct);
        await restores.Load(ct);
    }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Migrate(CancellationToken cancellationToken)
    {
        var applied = await SchemaMigration.Run(schema.Owner.Database, schema.Name, schema.Migrations, schema.Stores, cancellationToken,
            signing, schema.Owner.RuntimeRole);
        if (applied.Count > 0) log.MigrationsApplied(schema.Name, string.Join(", ", applied));
        if (schema.AtStart != SchemaAtStart.MigrateAndEnd) return;
        log.SchemaUpToDate(schema.Name);
        // Nothing else has started yet, so nothing has to be stopped.
        Environment.Exit(0);
    }

    // Whoever steals the running service's password must not be able to change what was recorded, or to add to it unseen.
    private async Task RefuseWeakHistory(CancellationToken cancellationToken)
    {
        if (historyKeys.Keys is null)
            throw new InvalidOperationException(
                "History:KeysFile is not set: without it nobody can tell events of this service from others.");
        await using var command = database.CreateCommand(
            "select current_user, has_table_privilege('mt_events', 'update, delete, truncate')");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetBoolean(1))
            throw new InvalidOperationException(
                $"The role {row.GetString(0)} of ConnectionStrings:Postgres may change recorded events. Give the running service a role " +
                "of its own, and the owner's to ConnectionStrings:Migration.");
    }

    private async Task UpToDate(CancellationToken cancellationToken)
    {
        var missing = await SchemaMigration.Missing(database, schema.Name, schema.Migrations, cancellationToken);
        if (missing.Count > 0) throw new SchemaBehindException(string.Join(", ", missing));
    }
}
