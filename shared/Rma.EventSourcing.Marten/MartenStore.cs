using System.Reflection;
using System.Text.Json;
using JasperFx;
using JasperFx.Events;
using Marten;
using Marten.Services;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Rma.EventSourcing.Marten;

/// <summary>Marten as the <see cref="IEventStore"/>, on the tables of the platform's first migration.</summary>
public static class MartenStore
{
    /// <summary>Name and version of the store, for the status page.</summary>
    public static string Description { get; } = $"Marten {Version?.InformationalVersion.Split('+')[0]}";

    private static AssemblyInformationalVersionAttribute? Version =>
        typeof(DocumentStore).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();

    /// <summary>Registers the store; needs the data source, the ambient transaction and the event names.</summary>
    public static IServiceCollection AddMartenEventStore(this IServiceCollection services) => services
        .AddSingleton<IDocumentStore>(provider =>
            Open(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<EventNames>()))
        .AddSingleton<IEventStoreSchema, MartenSchema>()
        .AddScoped<IEventStore, MartenEventStore>();

    /// <summary>A document store that only holds events, in the first schema of the data source's search path.</summary>
    public static DocumentStore Open(NpgsqlDataSource database, EventNames names) => DocumentStore.For(options =>
    {
        options.Connection(database);
        options.DatabaseSchemaName = new NpgsqlConnectionStringBuilder(database.ConnectionString).SearchPath?.Split(',')[0].Trim()
            ?? "public";
        // the schema is made at start, under the migrations' lock, not in the middle of a request
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.Serializer(new SystemTextJsonSerializer(new JsonSerializerOptions(EventNames.Json)));
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.MetadataConfig.HeadersEnabled = true;
        // See decisions/0007: our own timestamps, one round trip, and the version is checked under a row lock before a sequence number is
        // drawn.
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        foreach (var (name, type) in names.All) options.Events.MapEventType(type, name);
        // Retry exists in one place, around the transaction; inside it a second attempt could only fail.
        options.ConfigurePolly(_ => { });
        options.ConfigureWritePolly(_ => { });
        options.DisableNpgsqlLogging = true;
    });
}

/// <summary>
/// What Marten needs beyond our tables: its functions. Their names depend on the schema and their text on Marten's version, so Marten
/// creates them.
/// </summary>
public sealed class MartenSchema(EventNames names) : IEventStoreSchema
{
    /// <inheritdoc />
    public async Task Complete(NpgsqlDataSource owner, CancellationToken cancellationToken)
    {
        await using var store = MartenStore.Open(owner, names);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate).WaitAsync(cancellationToken);
    }
}
