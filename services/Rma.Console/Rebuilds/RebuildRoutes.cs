using System.Text.Json;
using Dapper;
using Npgsql;
using Rma.ServiceDefaults;

namespace Rma.Console.Rebuilds;

/// <summary>How far one service is with its past.</summary>
/// <param name="Parts">How many parts were kept.</param>
public sealed record RebuildSource(string Service, int Parts, long Messages, bool Done);

/// <summary>A rebuild of the read side.</summary>
/// <param name="Stage"><c>telling</c>, <c>folding</c>, <c>comparing</c>, <c>ended</c> or <c>abandoned</c>.</param>
/// <param name="Folded">How many requests were made again of the facts.</param>
/// <param name="Differences">By table, what differed from what was read before; null until it has ended.</param>
public sealed record RebuildView(
    Guid RebuildId, string AskedBy, DateTimeOffset BeganAt, DateTimeOffset? EndedAt,
    [OneOf(typeof(RebuildStages))] string Stage, long Folded, IReadOnlyList<RebuildSource> Sources,
    IReadOnlyList<TableDifference>? Differences);

/// <summary>A rebuild that has begun.</summary>
public sealed record RebuildBegun(Guid RebuildId);

internal static class RebuildRoutes
{
    private sealed record Row(
        Guid RebuildId, string AskedBy, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, string Stage, long Folded, string? Differences);

    private sealed record SourceRow(Guid RebuildId, string Service, int Parts, long Messages, bool Done);

    public static void MapRebuilds(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/rebuilds", async (RebuildDesk desk, Caller caller, CancellationToken ct) => Results.Accepted(
            "/rebuilds", new RebuildBegun(await desk.Begin(caller.Id, ct)))).Allow(Roles.Operator)
            .WithName("beginRebuild").WithSummary("Begins a rebuild of the read side.")
            .Produces<RebuildBegun>(StatusCodes.Status202Accepted)
            .Refuses(409, "rebuild.under-way");

        routes.MapPost("/rebuilds/{id:guid}/abandonment", async (Guid id, RebuildDesk desk, CancellationToken ct) =>
            await desk.Abandon(id, ct) ? Results.NoContent() : Problems.NotFound("rebuild")).Allow(Roles.Operator)
            .WithName("abandonRebuild").WithSummary("Gives up a rebuild that is under way.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(404, "rebuild.not-found");

        // Plain text, one line for each, when the client asks for text.
        routes.MapGet("/rebuilds", async (int? limit, HttpRequest request, NpgsqlDataSource database, CancellationToken ct) =>
        {
            var rebuilds = await Read(database, Filters.Limit(limit, 10, 100), ct);
            return request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.Ordinal)
                ? Results.Text(string.Concat(rebuilds.Select(Line))) : Results.Ok(rebuilds);
        }).Allow(Roles.Operator, Roles.Auditor)
            .WithName("listRebuilds").WithSummary("Lists rebuilds, newest first.")
            .Produces<IReadOnlyList<RebuildView>>(StatusCodes.Status200OK, "application/json", "text/plain");
    }

    private static async Task<RebuildView[]> Read(NpgsqlDataSource database, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<Row>(
            """
            select rebuild_id, asked_by, began_at, ended_at, stage, folded, differences::text from rebuilds
            order by began_at desc, rebuild_id desc limit @limit
            """, new { limit = limit })).ToArray();
        var sources = (await connection.QueryAsync<SourceRow>(
            """
            select rebuild_id, service, number - 1 as parts, messages, done from rebuild_sources where rebuild_id = any(@ids)
            order by service
            """, new { ids = rows.Select(row => row.RebuildId).ToArray() })).ToLookup(source => source.RebuildId);
        return [.. rows.Select(row => new RebuildView(
            row.RebuildId, row.AskedBy, row.BeganAt, row.EndedAt, row.Stage, row.Folded,
            [.. sources[row.RebuildId].Select(source => new RebuildSource(source.Service, source.Parts, source.Messages, source.Done))],
            row.Differences is { } found ? JsonSerializer.Deserialize<TableDifference[]>(found, JsonSerializerOptions.Web) : null))];
    }

    private static string Line(RebuildView rebuild)
    {
        var told = string.Join(", ", rebuild.Sources.Select(source => $"{source.Service} {source.Messages}{(source.Done ? "" : " …")}"));
        var differs = rebuild.Differences?.Select(table =>
            $"{table.Table} {table.Rows} (added {table.Added}, changed {table.Changed}, removed {table.Removed})") ?? [];
        return $"{rebuild.RebuildId:D}\t{rebuild.Stage}\t{rebuild.Folded}\t{told}\t{string.Join("; ", differs)}\n";
    }
}
