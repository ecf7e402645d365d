using Dapper;
using Npgsql;
using Rma.Console.Returns;

namespace Rma.Console.Metrics;

/// <summary>The returns in one state in which somebody has the next step.</summary>
/// <param name="DueSoon">Overdue in 24 hours from now if nothing happens, and not yet.</param>
/// <param name="Oldest">How long the one that has been in the state longest has been there; zero when there is none.</param>
/// <param name="LongestOverdue">How long the last day of the one that is overdue longest is over; zero when none is.</param>
internal sealed record StateFigures(
    string State, long Open, long Overdue, long DueSoon, TimeSpan Oldest, TimeSpan LongestOverdue);

/// <summary>Counts what is open and what is late, by state.</summary>
internal sealed class ReturnFigures(NpgsqlDataSource database, Ageing ageing)
{
    private sealed record Row
    {
        public required string State { get; init; }
        public required long Open { get; init; }
        public required long Overdue { get; init; }
        public required long DueTomorrow { get; init; }
        public DateTimeOffset? Since { get; init; }
        public DateTimeOffset? OverdueSince { get; init; }
        public DateOnly? OverdueThrough { get; init; }
    }

    /// <summary>
    /// Of every such state, also when nothing is in it. Nothing at all before the first rebuild has ended: until then the read side does
    /// not know what there is.
    /// </summary>
    public async Task<IReadOnlyList<StateFigures>> Of(CancellationToken cancellationToken)
    {
        var values = new DynamicParameters(new { states = NextBy.States });
        var overdue = ageing.DueBefore(ageing.Today, "today", values);
        var dueTomorrow = ageing.DueBefore(ageing.DayOf(ageing.Now.AddHours(24)), "tomorrow", values);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select known.state, counted.* from read_side, unnest(@states) as known (state), lateral (
                select count(*) as open, count(*) filter (where {overdue}) as overdue,
                    count(*) filter (where {dueTomorrow}) as due_tomorrow, min(since) as since,
                    min(since) filter (where {overdue}) as overdue_since, min(valid_through) filter (where {overdue}) as overdue_through
                from returns where slot = active and returns.state = known.state) counted
            where exists (select from rebuilds where ended_at is not null)
            """, values, cancellationToken: cancellationToken));
        return [.. rows.Select(FiguresOf)];
    }

    private StateFigures FiguresOf(Row row)
    {
        var overdue = row is { OverdueSince: { } since } && ageing.DueOn(row.State, since, row.OverdueThrough) is { } due
            ? ageing.Now - ageing.StartOf(due.AddDays(1)) : TimeSpan.Zero;
        return new(
            row.State, row.Open, row.Overdue, row.DueTomorrow - row.Overdue, row.Since is { } oldest ? ageing.Now - oldest : TimeSpan.Zero,
            overdue);
    }
}
