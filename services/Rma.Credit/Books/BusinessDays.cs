using System.Text.Json;
using Dapper;
using Npgsql;
using Rma.Contracts.Credit;
using Rma.Contracts.Finance.V1;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.Books;

/// <summary>A business date in the books.</summary>
/// <param name="State"><c>open</c>, <c>over</c> or <c>stated</c>.</param>
/// <param name="StatedAt">When its control total was stated.</param>
/// <param name="Credits">By currency, as in the books now.</param>
/// <param name="CreditNumbers">First and last document number of the date; null without a credit, or before it is stated.</param>
/// <param name="Agrees">Whether the books still say what was stated; null before.</param>
public sealed record BusinessDay(
    DateOnly Date, [OneOf(typeof(BusinessDayStates))] string State, DateTimeOffset? StatedAt, IReadOnlyList<CurrencySum> Credits,
    IReadOnlyList<CurrencySum> Charges, IReadOnlyList<string>? CreditNumbers, IReadOnlyList<string>? ChargeNumbers, bool? Agrees);

/// <summary>The days of a month, for finance to tick.</summary>
internal sealed class BusinessDays(NpgsqlDataSource database, PolicyBook policies, TimeProvider clock)
{
    private const string StatedSql =
        "select business_date as date, document, stated_at from control_totals where business_date between @From and @Through";

    private sealed record SumRow(DateOnly Date, string Currency, int Count, decimal Amount);

    private sealed record NumberRow(DateOnly Date, int Year, int First, int Last);

    private sealed record StatedRow(DateOnly Date, string Document, DateTimeOffset StatedAt);

    /// <summary>The last date that was stated; null before the first.</summary>
    public async Task<DateOnly?> LastStated()
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QuerySingleAsync<DateOnly?>("select max(business_date) from control_totals");
    }

    /// <summary>Each day up to today.</summary>
    public async Task<IReadOnlyList<BusinessDay>> Of(DayRange days)
    {
        await using var connection = await database.OpenConnectionAsync();
        var (credits, charges) = (await Sums(connection, NoteKinds.Credit, days), await Sums(connection, NoteKinds.Charge, days));
        var (credited, charged) = (await Numbers(connection, NoteKinds.Credit, days), await Numbers(connection, NoteKinds.Charge, days));
        var stated = (await connection.QueryAsync<StatedRow>(StatedSql, days)).ToDictionary(row => row.Date);
        var now = clock.GetUtcNow();
        var today = policies.InForceAt(now).Calendar.LocalDate(now);
        return [.. Enumerable.Range(days.From.DayNumber, days.Through.DayNumber - days.From.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .Where(day => day <= today).Select(day => Of(
                day, today, stated.GetValueOrDefault(day), [.. credits[day]], [.. charges[day]], credited.GetValueOrDefault(day),
                charged.GetValueOrDefault(day)))];
    }

    private static BusinessDay Of(
        DateOnly day, DateOnly today, StatedRow? stated, CurrencySum[] credits, CurrencySum[] charges, string[]? credited,
        string[]? charged)
    {
        if (stated is null)
            return new(day, day < today ? BusinessDayStates.Over : BusinessDayStates.Open, null, credits, charges, credited, charged, null);
        var total = JsonSerializer.Deserialize<ControlTotal>(stated.Document, JsonSerializerOptions.Web)!;
        return new(day, BusinessDayStates.Stated, stated.StatedAt, credits, charges, credited, charged,
            total.Totals.SequenceEqual(credits) && total.ChargeTotals.SequenceEqual(charges));
    }

    private static async Task<ILookup<DateOnly, CurrencySum>> Sums(NpgsqlConnection connection, string kind, DayRange days) =>
        (await connection.QueryAsync<SumRow>(
            $"""
            select business_date as date, trim(currency) as currency, count(*)::int as count, sum((document->>'amount')::numeric) as amount
            from {kind}s where business_date between @From and @Through group by 1, 2 order by 1, 2
            """, days)).ToLookup(row => row.Date, row => new CurrencySum(row.Currency, row.Count, row.Amount));

    private static async Task<Dictionary<DateOnly, string[]>> Numbers(NpgsqlConnection connection, string kind, DayRange days) =>
        (await connection.QueryAsync<NumberRow>(
            $"""
            select business_date as date, year, min(number) as first, max(number) as last
            from {kind}s join document_numbers on document_id = {kind}_id where business_date between @From and @Through group by 1, 2
            """, days)).ToDictionary(
                row => row.Date,
                row => new[] { row.First, row.Last }.Select(number => DocumentNumbers.Of(kind, row.Year, number)!).ToArray());
}

internal static class BusinessDayRoutes
{
    public static void MapBusinessDays(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/business-days", async (string? from, string? through, BusinessDays days) =>
            Results.Ok(await days.Of(DayRange.Read(from, through)))).Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName("listBusinessDays").WithSummary("Lists business dates with their state, sums and document numbers.")
            .Produces<IReadOnlyList<BusinessDay>>()
            .Refuses(400, "request.date-malformed", "request.range-malformed");
}
