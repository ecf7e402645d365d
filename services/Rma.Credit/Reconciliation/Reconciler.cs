using Rma.Contracts.Credit;
using System.Data;
using System.Text.Json;
using Dapper;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.Contracts.Issuance;
using Rma.EventSourcing;

namespace Rma.Credit.Reconciliation;

/// <summary>
/// Recalculates all credits and charges from the streams and reconciles them with the books, the ledgers, the sums by purchase, the closed
/// returns and the control totals. Read-only, one page at a time, each page in one snapshot, so that records committed together are read
/// together.
/// </summary>
internal sealed class Reconciler(NpgsqlDataSource database, EventNames names, TimeProvider clock)
{
    private const int Page = 500;

    private const string StreamsSql = "select stream_id, type, data::text from mt_events where stream_id = any(@keys) " +
        "and type in ('credit_issued', 'charge_raised', 'credit_posted', 'charge_posted')";

    private const string DecidedSql =
        """
        select * from (
            select seq_id as sequence, type, coalesce(data->>'CreditId', data->>'ChargeId') as id from mt_events
            where seq_id > @after and type in ('credit_issued', 'charge_raised', 'credit_posted', 'charge_posted') order by seq_id
                limit @page) decided
        left join lateral (select 1 as booked from credits where credit_id = decided.id::uuid union all select 1 from charges
            where charge_id = decided.id::uuid limit 1) book on true
        order by sequence
        """;

    private const string ClosedSql =
        """
        select closed.return_id, outcome, credits.credit_id as credited, closed.credit_id as credit, closed.charge_id as charge,
            charges.charge_id as charged
        from returns_closed closed left join credits on credits.return_id = closed.return_id left
            join charges on charges.charge_id = closed.charge_id
        where closed.return_id > @after order by closed.return_id limit @page
        """;

    private const string PurchasesSql =
        """
        select serial_number, invoice_id, credited, (
            select coalesce(sum(net_amount), 0) from credits where credits.serial_number = purchase.serial_number
                and credits.invoice_id = purchase.invoice_id) as sum
        from purchases_credited purchase
        where (serial_number, invoice_id) > (@serial, @invoice) order by serial_number, invoice_id limit @page
        """;

    // Of each credit: did issuance announce the return, did receiving receive its unit? And what has waited for that for an hour.
    private const string WitnessesSql =
        """
        select credits.credit_id as id, credits.return_id, announced.return_id is not null
                or credits.issued_at < (select since from witnesses_heard) as announced,
            announced.is_license is true or received.return_id is not null
                or coalesce(announced.issued_at, credits.issued_at) < (select since from witnesses_heard) as received
        from credits left join returns_announced announced on announced.return_id = credits.return_id
            left join units_received received on received.return_id = credits.return_id
        where credits.credit_id > @after order by credits.credit_id limit @page
        """;

    private const string HeldSql =
        "select credit_case_id as id, reason from credit_cases where state = 'held' and changed_at < @before " +
            "order by changed_at limit @page";

    private sealed record WitnessRow(Guid Id, Guid ReturnId, bool Announced, bool Received);

    private sealed record BookRow(
        Guid Id, Guid ReturnId, string SerialNumber, string Currency, decimal Amount, decimal? Net, DateOnly BusinessDate, string Document,
        string? Outcome, string? Uncapped);

    private sealed record DecidedRow(long Sequence, string Type, string Id, int? Booked);

    private sealed record ClosedRow(Guid ReturnId, string Outcome, Guid? Credited, Guid? Credit, Guid? Charge, Guid? Charged);

    private sealed record PurchaseRow(string SerialNumber, string InvoiceId, decimal Credited, decimal Sum);

    /// <summary>A complete reconciliation.</summary>
    public async Task<(long Checked, IReadOnlyList<Difference> Differences)> Look(CancellationToken cancellationToken)
    {
        var (looked, found) = (0L, new List<Difference>());
        foreach (var kind in NoteKinds.All)
            looked += await Pages(Guid.Empty, after => Book(kind, after, found), cancellationToken);
        looked += await Pages(0L, after => Decided(after, found), cancellationToken);
        looked += await Pages(Guid.Empty, after => Closed(after, found), cancellationToken);
        looked += await Pages(("", ""), after => Purchases(after, found), cancellationToken);
        looked += await Pages(Guid.Empty, after => InQuestion(after, found), cancellationToken);
        looked += await Pages(Guid.Empty, after => Witnessed(after, found), cancellationToken);
        looked += await Held(found);
        looked += await Totals(found);
        return (looked, [.. found.Distinct()]);
    }

    private static async Task<long> Pages<TKey>(
        TKey after, Func<TKey, Task<(int Rows, TKey Last)>> next, CancellationToken cancellationToken)
    {
        for (var (all, rows) = (0L, Page); ; all += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (rows, after) = await next(after);
            if (rows < Page) return all + rows;
        }
    }

    private async Task<(int, Guid)> Book(string kind, Guid after, List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var rows = (await connection.QueryAsync<BookRow>(BookSql(kind), new { after, page = Page }, snapshot)).AsList();
        var entries = rows.ConvertAll(row =>
            (Entry: new BookEntry(kind, row.Id, row.ReturnId, row.SerialNumber, row.Currency, row.Amount, row.Net, row.BusinessDate,
            row.Document), row.Outcome));
        var keys = entries.SelectMany(row => new[] { row.Entry.Case, row.Entry.Ledger }).Distinct().ToArray();
        var events = (await connection.QueryAsync<(string Stream, string Type, string Json)>(StreamsSql, new { keys }, snapshot))
            .ToLookup(row => row.Stream, row => names.Read(row.Type, row.Json));
        found.AddRange(rows.Where(row => row.Uncapped is not null)
            .Select(row => new Difference("purchase.sum-differs", row.Uncapped!, $"the credit {row.Id:D} is not counted towards the cap")));
        foreach (var (entry, outcome) in entries) found.AddRange(entry.Against(events[entry.Case], events[entry.Ledger], outcome));
        return (rows.Count, rows.Count == 0 ? after : rows[^1].Id);
    }

    private async Task<(int, long)> Decided(long after, List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<DecidedRow>(DecidedSql, new { after, page = Page })).AsList();
        found.AddRange(rows.Where(row => row.Booked is null).Select(row =>
            new Difference($"{KindOf(row.Type)}.not-in-book", row.Id,
                $"event {row.Sequence} ({row.Type}) tells of it")));
        return (rows.Count, rows.Count == 0 ? after : rows[^1].Sequence);
    }

    private async Task<(int, Guid)> Closed(Guid after, List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<ClosedRow>(ClosedSql, new { after, page = Page })).AsList();
        found.AddRange(rows.Where(row =>
            row.Credited is null && (row.Outcome == Outcomes.Credited || row.Credit is not null) || row.Credit is { } taken
            && row.Credited != taken)
            .Select(row => new Difference("return.credited-without-credit", row.ReturnId.ToString("D"),
                $"it ended as {row.Outcome} with credit {row.Credit?.ToString("D") ?? "unsaid"}, " +
                $"the book has {row.Credited?.ToString("D") ?? "none"}")));
        found.AddRange(rows.Where(row => row.Charge is not null && row.Charged is null)
            .Select(row => new Difference(
                "return.charged-without-charge", row.ReturnId.ToString("D"),
            $"it took the charge {row.Charge:D}, which is not in the book")));
        return (rows.Count, rows.Count == 0 ? after : rows[^1].ReturnId);
    }

    private async Task<(int, Guid)> Witnessed(Guid after, List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<WitnessRow>(WitnessesSql, new { after, page = Page })).AsList();
        found.AddRange(rows.Where(row => !row.Announced).Select(row =>
            new Difference("credit.not-announced", row.Id.ToString("D"), $"issuance announced no return {row.ReturnId:D}")));
        found.AddRange(rows.Where(row => !row.Received).Select(row =>
            new Difference("credit.not-received", row.Id.ToString("D"), $"receiving received no unit of the return {row.ReturnId:D}")));
        return (rows.Count, rows.Count == 0 ? after : rows[^1].Id);
    }

    private async Task<int> Held(List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<(Guid Id, string Reason)>(
            HeldSql, new { before = clock.GetUtcNow().AddHours(-1), page = Page })).AsList();
        found.AddRange(rows.Select(row => new Difference("credit.held", row.Id.ToString("D"), row.Reason)));
        return rows.Count;
    }

    private async Task<(int, (string, string))> Purchases((string Serial, string Invoice) after, List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = (await connection.QueryAsync<PurchaseRow>(
            PurchasesSql, new { serial = after.Serial, invoice = after.Invoice, page = Page })).AsList();
        found.AddRange(rows.Where(row => row.Credited != row.Sum).Select(row =>
            new Difference("purchase.sum-differs", $"{row.SerialNumber}/{row.InvoiceId}",
                $"{row.Credited} counted towards the cap, {row.Sum} credited")));
        return (rows.Count, rows.Count == 0 ? after : (rows[^1].SerialNumber, rows[^1].InvoiceId));
    }

    // Credits based on a fact that was corrected, moved or withdrawn since.
    private async Task<(int, Guid)> InQuestion(Guid after, List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var (rows, last, credits) = await CreditsInQuestion.CreditQuestions.Page(connection, after, Page, snapshot);
        found.AddRange(credits.Select(credit => new Difference(credit.Kind, credit.CreditId.ToString("D"), credit.What)));
        return (rows, last);
    }

    // A published control total must stay correct: a note that was added late or changed would falsify it.
    private async Task<int> Totals(List<Difference> found)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var told = (await connection.QueryAsync<string>(
            "select document::text from control_totals order by business_date desc limit 40", transaction: snapshot)).AsList();
        foreach (var said in told.Select(document => JsonSerializer.Deserialize<ControlTotal>(document, JsonSerializerOptions.Web)!))
        {
            var now = await CreditNotes.ControlTotals.Of(connection, said.BusinessDate);
            // A total of before says nothing of who was paid.
            if ((now.Hash, now.Charges.Hash) != (said.Hash, said.ChargeHash)
                || (said.PayeeHash ?? now.PayeeHash) != now.PayeeHash
                || (said.ChargePayeeHash ?? now.Charges.PayeeHash) != now.Charges.PayeeHash)
                found.Add(new("control-total.changed",
                    said.BusinessDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                "the notes of the day are not those that finance was told of"));
        }

        return told.Count;
    }

    // The stored names of what is booked begin with its kind.
    private static string KindOf(string storedName) => NoteKinds.All.First(kind => storedName.StartsWith(kind, StringComparison.Ordinal));

    private static string BookSql(string kind) => kind == NoteKinds.Credit
        ? BookSql(kind, "net_amount", "case when not exists (select 1 from purchases_credited capped " +
            "where capped.serial_number = book.serial_number and capped.invoice_id = book.invoice_id) " +
            "then book.serial_number || '/' || book.invoice_id end")
        : BookSql(kind, "null::numeric", "null");

    private static string BookSql(string kind, string net, string uncapped) =>
        $"""
        select book.{kind}_id as id, book.return_id, serial_number, currency::text, amount,
            {net} as net, business_date,
               document::text, closed.outcome, {uncapped} as uncapped
        from {kind}s book left join returns_closed closed on closed.return_id = book.return_id
        where book.{kind}_id > @after order by book.{kind}_id limit @page
        """;
}
