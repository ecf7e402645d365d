using Npgsql;
using Rma.Console.Facts;
using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.Contracts.Receiving;
using Rma.ServiceDefaults;

namespace Rma.Console.Figures;

/// <summary>How long returns were in a state that they left in a range of days.</summary>
/// <param name="Next">Who had the next step.</param>
/// <param name="Left">How many left it.</param>
public sealed record StepFigure(
    [OneOf(typeof(ReturnStates), typeof(ItemStates))] string State, [OneOf(typeof(NextBy))] string? Next, long Left,
    double MedianDays, double NinetyPercentDays);

/// <summary>What was refused in a range of days.</summary>
/// <param name="Kind"><c>parcel</c>: at a dock; <c>item</c>: of a request.</param>
/// <param name="Code">Of the refusal; null for a request that was denied as a whole.</param>
/// <param name="List">The route of the list that has them: parcels at receiving, items here; null where no code names them.</param>
public sealed record RefusalFigure([OneOf("parcel", "item")] string Kind, string? Code, long Count, string? List);

/// <summary>Makes figures of what happened, from the messages that were heard.</summary>
internal sealed class EventFigureReader(NpgsqlDataSource database, ReadSide readSide, PolicyDays days, AnswerMemory memory)
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    // The move before has the number before: it may lie before the range.
    private const string StepsSql =
        """
        select "left".body->>'from' as state, count(*) as left,
            percentile_cont(0.5) within group (order by extract(epoch from "left".at - entered.at)::float8 / 86400) as median_days,
            percentile_cont(0.9) within group (order by extract(epoch from "left".at - entered.at)::float8 / 86400) as ninety_percent_days
        from heard "left" join heard entered on entered.slot = "left".slot and entered.return_id = "left".return_id
            and entered.type = 'Issuance.V1:ReturnMoved'
            and (entered.body->>'number')::int = ("left".body->>'number')::int - 1
        where "left".slot = %slot and "left".type = 'Issuance.V1:ReturnMoved' and "left".at >= @from and "left".at < @until
        group by 1 order by 2 desc, 1
        """;

    private const string RefusalsSql =
        $"""
        select 'parcel' as kind, code, count(*) as count from parcels
            where slot = %slot and state = '{ParcelStates.Refused}' and scanned_at >= @from and scanned_at < @until group by code
        union all
        select 'item', code, count(*) from returns
            where slot = %slot and state = '{ItemStates.Denied}' and requested_at >= @from and requested_at < @until group by code
        """;

    /// <summary>Of each state that was left; a minute old at most.</summary>
    public Task<IReadOnlyList<StepFigure>> Steps(FigureRange range, CancellationToken cancellationToken) =>
        Read<(string State, long Left, double Median, double Ninety), StepFigure>(StepsSql, range, rows =>
            rows.Select(row => new StepFigure(row.State, NextBy.In(row.State), row.Left, row.Median, row.Ninety)), cancellationToken);

    /// <summary>Of each kind and code, most first; a minute old at most.</summary>
    public Task<IReadOnlyList<RefusalFigure>> Refusals(FigureRange range, CancellationToken cancellationToken) =>
        Read<(string Kind, string? Code, long Count), RefusalFigure>(RefusalsSql, range, rows =>
            rows.Select(row => new RefusalFigure(row.Kind, row.Code, row.Count, row switch
            {
                { Code: null } => null,
                { Kind: "parcel" } => range.List("/parcels", ("state", ParcelStates.Refused), ("code", row.Code)),
                _ => range.List("/returns", ("state", ItemStates.Denied), ("code", row.Code)),
            }))
                .OrderByDescending(row => row.Count).ThenBy(row => row.Code, StringComparer.Ordinal), cancellationToken);

    private async Task<IReadOnlyList<T>> Read<TRow, T>(
        string sql, FigureRange range, Func<IEnumerable<TRow>, IEnumerable<T>> figures, CancellationToken cancellationToken)
    {
        var slot = await readSide.Active(cancellationToken);
        return await memory.Of<IReadOnlyList<T>>((sql, slot, range), Age, async () =>
        {
            await using var connection = await database.OpenConnectionAsync();
            return
            [
                .. figures(await connection.QueryPlanned<TRow>(
                    sql.Replace("%slot", $"{slot}", StringComparison.Ordinal), range.Values(days))),
            ];
        }).WaitAsync(cancellationToken);
    }
}
