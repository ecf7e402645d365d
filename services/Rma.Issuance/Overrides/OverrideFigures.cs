using Dapper;
using Npgsql;
using Rma.Contracts.Issuance;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Overrides;

/// <summary>How often an override was asked for in a range of days.</summary>
/// <param name="Key">The code, or the person who asked.</param>
/// <param name="Pending">Of those asked for: not answered yet.</param>
/// <param name="List">The route of the list that has them.</param>
public sealed record OverrideFigure(string Key, long Asked, long Granted, long Rejected, long Pending, string List);

internal static class OverrideFigures
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["code"] = "code", ["requestedBy"] = "requested_by",
    };

    public static void MapOverrideFigures(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/figures/overrides", async (
            DateOnly? from, DateOnly? through, string? by, NpgsqlDataSource database, PolicyDays days, HttpRequest request,
            CancellationToken ct) =>
        {
            var key = Filters.OneOf(by, "by", Columns.Keys) ?? "code";
            var range = FigureRange.Of(from, through, days);
            await using var connection = await database.OpenConnectionAsync(ct);
            var rows = await connection.QueryAsync<(string Key, long Asked, long Granted, long Rejected, long Pending)>(
                $"""
                select {Columns[key]}, count(*), count(*) filter (where state = '{OverrideStates.Granted}'),
                    count(*) filter (where state = '{OverrideStates.Rejected}'),
                    count(*) filter (where state = '{OverrideStates.Pending}')
                from override_ledger where requested_at >= @from and requested_at < @until
                group by 1 order by 2 desc, 1 limit 1000
                """, range.Values(days));
            OverrideFigure[] figures = [.. rows.Select(row => new OverrideFigure(
                row.Key, row.Asked, row.Granted, row.Rejected, row.Pending, range.List("/overrides", (key, row.Key))))];
            return CsvFile.IsWanted(request)
                ? CsvFile.OfRows("overrides.csv", figures.ToAsyncEnumerable(), ct) : Results.Ok(figures);
        }).Allow(Roles.ReturnsDesk, Roles.CreditAnalyst, Roles.Auditor, Roles.Operator, Roles.Finance)
            .WithName("figureOverrides").WithSummary("Says how often overrides were asked for and granted.")
            .Produces<IReadOnlyList<OverrideFigure>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "figures.range-malformed", "request.unknown-value");
}
