using System.Text;
using Dapper;
using Rma.Console.Find;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Console.Returns;

/// <summary>What of the list of returns is wanted: every condition that is given has to hold.</summary>
/// <param name="Account">For a partner, always its own as well.</param>
/// <param name="Overdue">True: only what is overdue; false: only what is not.</param>
/// <param name="From">First day of the request, policy-local.</param>
/// <param name="Through">Last day of the request, policy-local.</param>
/// <param name="Sort"><c>-requested</c> (newest first, when nothing is said), <c>requested</c>, <c>since</c> (longest in its state
/// first) or <c>-since</c>.</param>
/// <param name="After">The cursor of the page before.</param>
/// <param name="AssignedTo">Only those that this person is at; for employees.</param>
/// <param name="Assigned">True: only what somebody is at; false: only what nobody is at. For employees.</param>
/// <param name="Code">Only what was denied for this code.</param>
/// <param name="Held">True: only what is on hold; false: only what is not. For employees.</param>
public sealed record ReturnFilter(
    string? Account, string? State, string? Next, string? Remedy, string? Site, string? Outcome, string? RmaNumber, string? SerialNumber,
    bool? Overdue, DateOnly? From, DateOnly? Through, string? Sort, string? After, int? Limit, string? AssignedTo = null,
    bool? Assigned = null, bool? Held = null, string? Sku = null, string? ReasonCode = null, string? Code = null)
{
    /// <summary>The whole list, of which a page asks for a part.</summary>
    internal static ReturnFilter Every { get; } =
        new(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /// <summary>Only what is overdue tomorrow if nothing happens; the pages ask for it.</summary>
    internal bool DueToday { get; init; }
}

/// <summary>The list as a query.</summary>
internal sealed class ReturnQuery
{
    public static readonly string[] Sorts = ["-requested", "requested", "since", "-since"];
    private static readonly IReadOnlyList<string> EveryOutcome = new OneOfAttribute(typeof(Outcomes), typeof(RequestOutcomes)).Words;
    private const string Slot = "%slot";
    private readonly StringBuilder where = new();
    private readonly DynamicParameters values = new();
    private readonly string sort;

    /// <exception cref="InvalidInputException">A value or a cursor is not one of this list.</exception>
    public ReturnQuery(ReturnFilter filter, Caller caller, Ageing ageing)
    {
        sort = Filters.OneOf(filter.Sort, "sort", Sorts) ?? Sorts[0];
        Where("account_id", caller.Is(Roles.Partner) ? caller.Account ?? "" : null, "own");
        Where("account_id", filter.Account, "account");
        Where("state", Filters.OneOf(filter.State, "state", [.. ReturnStates.All, .. ItemStates.All]), "state");
        Where("remedy", Filters.OneOf(filter.Remedy, "remedy", Remedies.All), "remedy");
        Where("site", filter.Site, "site");
        Where("outcome", Filters.OneOf(filter.Outcome, "outcome", EveryOutcome), "outcome");
        WhereNamed("rma_number", RmaNumber.AsPrinted(filter.RmaNumber), TermKinds.Rma);
        WhereNamed("serial_number", filter.SerialNumber, TermKinds.Serial);
        Where("sku", filter.Sku, "sku");
        Where("reason_code", filter.ReasonCode, "reason");
        Where("code", filter.Code, "code");
        if (Filters.OneOf(filter.Next, "next", NextBy.All) is { } next)
            And("state = any(@next)", "next", NextBy.StatesOf(next));
        if (filter.From is { } from) And("requested_at >= @from", "from", ageing.StartOf(from));
        if (filter.Through is { } through) And("requested_at < @through", "through", ageing.StartOf(through.AddDays(1)));
        if (filter.Overdue is { } overdue)
        {
            var late = ageing.DueBefore(ageing.Today, "due", values);
            // As the index of what is open has it: nobody walks through years of what has ended.
            where.Append(overdue ? $" and {NextBy.IsOpenSql} and ({late})" : $" and ({late}) is not true");
        }

        if (filter.DueToday)
        {
            var soon = ageing.DueBefore(ageing.Today.AddDays(1), "soon", values);
            var late = ageing.DueBefore(ageing.Today, "late", values);
            where.Append(" and " + NextBy.IsOpenSql + $" and ({soon}) and ({late}) is not true");
        }

        Work(filter, caller, ageing);
        Limit = Filters.Limit(filter.Limit, 50, 500);
        var dueToday = filter.DueToday ? "|due-today" : "";
        Fingerprint = ListCursor.FingerprintOf($"returns|{filter with { After = null, Limit = null }}{dueToday}", caller);
        if (filter.After is { } cursor) Continue(cursor);
    }

    /// <summary>The same for the same filters of the same caller's account.</summary>
    public string Fingerprint { get; }

    /// <summary>Rows of a page.</summary>
    public int Limit { get; }

    /// <summary>The parameters of both texts.</summary>
    public DynamicParameters Values => values;

    /// <summary>One page and one row more, which says whether there is another.</summary>
    public string Sql(short slot) =>
        $"""
        select {ReturnTable.Columns} from returns where slot = {slot}{In(slot)}
        order by {Key} {Direction}, return_id {Direction} limit {Limit + 1}
        """;

    /// <summary>How many there are in each state.</summary>
    public string CountSql(short slot) => $"select state, count(*) from returns where slot = {slot}{In(slot)} group by state";

    /// <summary>The cursor of the page after this row.</summary>
    public string CursorAfter(ReturnRow row) =>
        ListCursor.After(Fingerprint, Key == "since" ? row.Since : row.RequestedAt, row.ReturnId);

    private string Key => sort.EndsWith("since", StringComparison.Ordinal) ? "since" : "requested_at";

    private string Direction => sort[0] == '-' ? "desc" : "asc";

    private void Work(ReturnFilter filter, Caller caller, Ageing ageing)
    {
        if (caller.Is(Roles.Partner) && (filter.AssignedTo is not null || filter.Assigned is not null || filter.Held is not null))
            throw new InvalidInputException("returns.filter-of-employees", "Who is at a return, and what is on hold, is for employees.");
        Where("assigned_to", filter.AssignedTo, "assignedTo");
        if (filter.Assigned is { } assigned) where.Append(assigned ? " and assigned_to is not null" : " and assigned_to is null");
        if (filter.Held is not { } held) return;
        where.Append(held ? " and held_until >= @heldOn" : " and (held_until is null or held_until < @heldOn)");
        values.Add("heldOn", ageing.Today);
    }

    private void Where(string column, string? value, string name)
    {
        if (value is not null) And($"{column} = @{name}", name, value);
    }

    // What names few rows is found as a search finds it: the list needs no index of its own for it.
    private void WhereNamed(string column, string? value, string kind)
    {
        Where(column, value, kind);
        if (value is not null)
            And($"return_id in (select row_id from terms where slot = {Slot} and kind = '{kind}' and term = @{kind}Term)", $"{kind}Term",
                Term.Write(value));
    }

    private string In(short slot) => where.ToString().Replace(Slot, $"{slot}", StringComparison.Ordinal);

    private void And(string condition, string name, object value)
    {
        where.Append(" and ").Append(condition);
        values.Add(name, value);
    }

    private void Continue(string cursor)
    {
        var (at, id) = ListCursor.Read(cursor, Fingerprint);
        where.Append(" and (").Append(Key).Append(sort[0] == '-' ? ", return_id) < " : ", return_id) > ").Append("(@lastAt, @lastId)");
        values.Add("lastAt", at);
        values.Add("lastId", id);
    }
}
