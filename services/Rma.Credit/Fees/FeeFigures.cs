using Dapper;
using Npgsql;
using Rma.Contracts.Credit;
using Rma.ServiceDefaults;

namespace Rma.Credit.Fees;

/// <summary>What restocking fees a person chose in a range of days, of cases that were asked for.</summary>
/// <param name="Kind">Of a <c>credit</c> (C3, V4), or of the <c>charge</c> of an exchange (T5).</param>
/// <param name="Cases">How many cases have a fee of this person.</param>
/// <param name="Lowest">In percent of the price paid, as the other two.</param>
/// <param name="List">The route of the list that has the cases.</param>
public sealed record FeeFigure(
    string ChosenBy, [OneOf(typeof(NoteKinds))] string Kind, long Cases, decimal Lowest, decimal Median, decimal Highest, string List);

internal static class FeeFigures
{
    public static void MapFeeFigures(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/figures/fees", async (
            DateOnly? from, DateOnly? through, NpgsqlDataSource database, PolicyDays days, HttpRequest request, CancellationToken ct) =>
        {
            var range = FigureRange.Of(from, through, days);
            await using var connection = await database.OpenConnectionAsync(ct);
            var rows = await connection.QueryAsync<(string By, string Kind, long Cases, decimal Lowest, decimal Median, decimal Highest)>(
                $"{Sql(NoteKinds.Credit)} union all {Sql(NoteKinds.Charge)} order by 3 desc, 1, 2", range.Values(days));
            FeeFigure[] figures = [.. rows.Select(row => new FeeFigure(
                row.By, row.Kind, row.Cases, row.Lowest, row.Median, row.Highest, ListOf(range, row.Kind, row.By)))];
            return CsvFile.IsWanted(request) ? CsvFile.OfRows("fees.csv", figures.ToAsyncEnumerable(), ct) : Results.Ok(figures);
        }).Allow(Roles.CreditAnalyst, Roles.Auditor, Roles.Operator, Roles.Finance)
            .WithName("figureFees").WithSummary("Says what restocking fees were chosen, by person.")
            .Produces<IReadOnlyList<FeeFigure>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "figures.range-malformed");

    private static string Sql(string kind) =>
        $"""
        select fee_chosen_by, '{kind}', count(*), min(fee_percent),
            (percentile_disc(0.5) within group (order by fee_percent))::numeric, max(fee_percent)
        from {kind}_cases where fee_chosen_at >= @from and fee_chosen_at < @until group by 1
        """;

    private static string ListOf(FigureRange range, string kind, string person) =>
        $"/{kind}-cases?feeChosenBy={Uri.EscapeDataString(person)}&feeFrom={range.From:yyyy-MM-dd}&feeThrough={range.Through:yyyy-MM-dd}";
}
