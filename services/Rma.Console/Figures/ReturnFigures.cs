using Npgsql;
using Rma.Console.Facts;
using Rma.Console.Returns;
using Rma.Contracts.Credit;
using Rma.Contracts.Issuance;
using Rma.ServiceDefaults;

namespace Rma.Console.Figures;

/// <summary>Figures of the returns that were asked for in a range of days.</summary>
/// <param name="Key">The remedy, account, day, …; null for those that have none. A week is named by its Monday.</param>
/// <param name="Returns">Lines, and items that got none.</param>
/// <param name="Open">In which somebody has the next step.</param>
/// <param name="NoFaultFound">Of those closed.</param>
/// <param name="MedianDays">From the request until the end, of those closed; null when none is.</param>
/// <param name="NinetyPercentDays">Nine of ten were closed within so many days.</param>
/// <param name="List">The route of the list that has them; null where no filter names them.</param>
public sealed record ReturnFigure(
    string? Key, long Returns, long Open, long Closed, long Denied, long NoFaultFound, double? MedianDays, double? NinetyPercentDays,
    IReadOnlyList<Money> Credited, IReadOnlyList<Money> Charged, string? List);

/// <summary>Makes them.</summary>
internal sealed class ReturnFigureReader(NpgsqlDataSource database, ReadSide readSide, PolicyDays days, AnswerMemory memory)
{
    private const int MostRows = 1_000;

    /// <summary>The columns, or expressions of them, by which figures are told apart.</summary>
    public static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["remedy"] = "remedy", ["account"] = "account_id", ["sku"] = "sku", ["reason"] = "reason_code", ["outcome"] = "outcome",
        ["site"] = "site", ["day"] = "to_char(requested_at at time zone @zone, 'YYYY-MM-DD')",
        ["week"] = "to_char(date_trunc('week', requested_at at time zone @zone), 'YYYY-MM-DD')",
        ["month"] = "to_char(requested_at at time zone @zone, 'YYYY-MM')",
    };

    private sealed record Row
    {
        public string? Key { get; init; }
        public long Returns { get; init; }
        public long Open { get; init; }
        public long Closed { get; init; }
        public long Denied { get; init; }
        public long NoFaultFound { get; init; }
        public double? MedianDays { get; init; }
        public double? NinetyPercentDays { get; init; }
    }

    private sealed record Sum(string? Key, string Kind, string Currency, decimal Amount);

    /// <summary>Most returns first; a minute old at most.</summary>
    /// <exception cref="EventSourcing.InvalidInputException">The filter is none.</exception>
    public async Task<IReadOnlyList<ReturnFigure>> Read(FigureFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        var by = Filters.OneOf(filter.By, "by", Keys.Keys) ?? "remedy";
        var range = FigureRange.Of(filter.From, filter.Through, days);
        var account = caller.Is(Roles.Partner) ? caller.Account ?? "" : filter.Account;
        if (filter.Account is not null && filter.Account != account) return []; // a partner asks for somebody else's
        var slot = await readSide.Active(cancellationToken);
        return await memory.Of((slot, range, by, account, filter.Remedy, filter.Site), TimeSpan.FromMinutes(1), () =>
            Make(slot, range, by, account, filter)).WaitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<ReturnFigure>> Make(short slot, FigureRange range, string by, string? account, FigureFilter filter)
    {
        var values = range.Values(days);
        values.AddDynamicParams(new
        {
            account, remedy = filter.Remedy, site = filter.Site, zone = days.ZoneId,
            open = NextBy.States,
        });
        var chosen =
            $"""
            with chosen as (select {Keys[by]} as key, * from returns where slot = {slot} and requested_at >= @from and requested_at < @until
                and (@account::text is null or account_id = @account) and (@remedy::text is null or remedy = @remedy)
                and (@site::text is null or site = @site))
            """;
        await using var connection = await database.OpenConnectionAsync();
        var rows = await connection.QueryPlanned<Row>(
            $"""
            {chosen}
            select key, count(*) as returns, count(*) filter (where state = any(@open)) as open,
                count(*) filter (where state = '{ReturnStates.Closed}') as closed,
                count(*) filter (where state = '{ItemStates.Denied}') as denied,
                count(*) filter (where outcome = '{Outcomes.NoFaultFound}') as no_fault_found,
                percentile_cont(0.5) within group (order by extract(epoch from closed_at - requested_at)::float8 / 86400)
                    filter (where state = '{ReturnStates.Closed}') as median_days,
                percentile_cont(0.9) within group (order by extract(epoch from closed_at - requested_at)::float8 / 86400)
                    filter (where state = '{ReturnStates.Closed}') as ninety_percent_days
            from chosen group by key order by count(*) desc, key limit {MostRows}
            """, values);
        var sums = (await connection.QueryPlanned<Sum>(
            $"""
            {chosen}
            select key, '{NoteKinds.Credit}' as kind, credit_currency as currency, sum(credit_amount) as amount from chosen
                where credit_amount is not null group by key, credit_currency
            union all
            select key, '{NoteKinds.Charge}', charge_currency, sum(charge_amount) from chosen
                where charge_amount is not null group by key, charge_currency
            order by 3
            """, values)).ToLookup(sum => (sum.Key, sum.Kind), sum => Money.Of(sum.Amount, sum.Currency)!);
        return [.. rows.Select(row => new ReturnFigure(
            row.Key, row.Returns, row.Open, row.Closed, row.Denied, row.NoFaultFound, row.MedianDays, row.NinetyPercentDays,
            [.. sums[(row.Key, NoteKinds.Credit)]], [.. sums[(row.Key, NoteKinds.Charge)]], ListOf(range, by, row.Key, account, filter)))];
    }

    private static string? ListOf(FigureRange range, string by, string? key, string? account, FigureFilter filter)
    {
        if (key is null) return null;
        var part = by switch
        {
            "day" => range with { From = Day(key), Through = Day(key) },
            "week" => Within(Day(key), Day(key).AddDays(6), range),
            "month" => Within(Day($"{key}-01"), Day($"{key}-01").AddMonths(1).AddDays(-1), range),
            _ => range,
        };
        var filters = new List<(string, string)>();
        if (part == range && by is not ("day" or "week" or "month")) filters.Add((by == "reason" ? "reasonCode" : by, key));
        foreach (var (name, value) in new[] { ("account", account), ("remedy", filter.Remedy), ("site", filter.Site) })
            if (value is not null && name != by) filters.Add((name, value));
        return part.List("/returns", filters);
    }

    private static FigureRange Within(DateOnly from, DateOnly through, FigureRange range) =>
        new(from < range.From ? range.From : from, through > range.Through ? range.Through : through);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
