using System.Globalization;
using Dapper;
using Npgsql;
using Rma.Contracts.Credit;
using Rma.ServiceDefaults;

namespace Rma.Credit.Books;

/// <summary>A sum of notes.</summary>
/// <param name="Key">The day, the month, the account or the currency, as was asked for.</param>
/// <param name="Kind"><c>credit</c> or <c>charge</c>.</param>
/// <param name="AmountText">The amount as decimal text.</param>
public sealed record BookSum(
    string Key, [OneOf(typeof(NoteKinds))] string Kind, string Currency, long Count, decimal Amount, string AmountText);

/// <summary>Sums of credits and charges over days.</summary>
internal static class TotalsRoute
{
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["currency"] = "trim(currency)", ["account"] = "account_id", ["day"] = "to_char(business_date, 'YYYY-MM-DD')",
        ["month"] = "to_char(business_date, 'YYYY-MM')",
    };

    public static void MapTotals(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/totals", async (
            string? from, string? through, string? by, string? account, string? currency, NpgsqlDataSource database, HttpRequest request,
            CancellationToken ct) =>
        {
            var key = Keys[Filters.OneOf(by, "by", Keys.Keys) ?? "currency"];
            var (conditions, values) = BookConditions.Of(new(null, from, through, account, currency, null, null, null, null));
            await using var connection = await database.OpenConnectionAsync(ct);
            var sums = (await connection.QueryAsync<(string Key, string Kind, string Currency, long Count, decimal Amount)>(
                $"{Sql(NoteKinds.Credit)} union all {Sql(NoteKinds.Charge)} order by 1, 2 desc, 3", values))
                .Select(sum => new BookSum(
                    sum.Key, sum.Kind, sum.Currency, sum.Count, sum.Amount, sum.Amount.ToString(CultureInfo.InvariantCulture))).ToArray();
            return CsvFile.IsWanted(request)
                ? CsvFile.Of("totals.csv", ["key", "kind", "currency", "count", "amount"], sums.ToAsyncEnumerable().Select(
                    sum => new object?[] { sum.Key, sum.Kind, sum.Currency, sum.Count, sum.Amount }), ct)
                : Results.Ok(sums);

            // As in the notes, which keep the minor units of their currency: the columns of the book have more.
            string Sql(string kind) =>
                $"select {key}, '{kind}', trim(currency), count(*), sum((document->>'amount')::numeric) from {kind}s " +
                    $"where {conditions} group by 1, 3";
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName("sumNotes").WithSummary("Sums credits and charges over days, by currency, account, day or month.")
            .Produces<IReadOnlyList<BookSum>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "request.date-malformed", "request.range-malformed", "request.unknown-value");
}
