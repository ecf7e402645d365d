using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.ServiceDefaults;

/// <summary>
/// With the arguments <c>rebuild &lt;name&gt;|all</c> a service's program rebuilds read models, while the service goes on in its own
/// process. <c>rebuild</c> alone prints the names.
/// </summary>
public static class RebuildCommand
{
    /// <summary>The exit code when there is no such projection, or when the schema is not that of this program.</summary>
    public const int Failed = 1;

    /// <summary>Rebuilds one projection or all of them; returns the exit code.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="name">A projection's name or <c>all</c>; null prints the names.</param>
    /// <param name="say">Told the progress, line by line.</param>
    public static async Task<int> Rebuild(this IServiceProvider services, string? name, Action<string> say)
    {
        await using var scope = services.CreateAsyncScope();
        var all = scope.ServiceProvider.GetServices<RegisteredProjection>().OrderBy(projection => projection.Name).ToArray();
        var chosen = all.Where(projection => name == "all" || projection.Name == name).ToArray();
        if (name is null)
        {
            foreach (var projection in all) say(projection.Name);
            return 0;
        }

        if (chosen.Length == 0) say($"There is no projection '{name}'. One of: {string.Join(", ", all.Select(one => one.Name))}, all");
        if (chosen.Length == 0 || !await SchemaIsUpToDate(services, say)) return Failed;

        var rebuild = new ReadModelRebuild(services.GetRequiredService<SchemaOwner>().Database, services.GetRequiredService<EventNames>());
        foreach (var projection in chosen)
        {
            var told = 0L;
            var count = await rebuild.Run(projection, soFar =>
            {
                if (soFar.Streams < told + 1000) return;
                told = soFar.Streams;
                say($"{projection.Name}: {soFar.Streams} streams so far");
            }, CancellationToken.None);
            say($"{projection.Name}: {count.Streams} streams; rows restored {count.Restored}, changed {count.Changed}, " +
                $"removed {count.Removed}");
        }

        return 0;
    }

    internal static async Task<bool> SchemaIsUpToDate(IServiceProvider services, Action<string> say)
    {
        var schema = services.GetRequiredService<ServiceSchema>();
        var missing = await SchemaMigration.Missing(
            services.GetRequiredService<NpgsqlDataSource>(), schema.Name, schema.Migrations, CancellationToken.None);
        if (missing.Count > 0) say($"The schema lacks {string.Join(", ", missing)}: start this version of the service first.");
        return missing.Count == 0;
    }
}
