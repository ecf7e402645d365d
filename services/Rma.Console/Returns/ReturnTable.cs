using Rma.Console.Facts;
using Rma.Console.Find;
using Rma.EventSourcing;

namespace Rma.Console.Returns;

/// <summary>The rows of returns, what they are found by, and the news of those who watch them.</summary>
internal static class ReturnTable
{
    /// <summary>The columns of a row; the last ones, from who is at it, are for employees.</summary>
    public const string Columns =
        """
        return_id, rma_id, account_id, remedy, serial_number, state, since, requested_at, changed_at, rma_number, line, sku, is_license,
        reference, reason_code, defect, valid_through, site, arrived_at, outcome, closed_at, reason, quote_version, quote_amount,
        quote_currency, credit_id, credit_amount, credit_currency, charge_id, charge_amount, charge_currency, order_id,
        replacement_serial, loaner_serial, reissues, code, carrier, tracking_number, held_until, assigned_to, hold_reason
        """;

    private const string Values =
        """
        @ReturnId, @RmaId, @AccountId, @Remedy, @SerialNumber, @State, @Since, @RequestedAt, @ChangedAt, @RmaNumber, @Line, @Sku,
        @IsLicense, @Reference, @ReasonCode, @Defect, @ValidThrough, @Site, @ArrivedAt, @Outcome, @ClosedAt, @Reason, @QuoteVersion,
        @QuoteAmount, @QuoteCurrency, @CreditId, @CreditAmount, @CreditCurrency, @ChargeId, @ChargeAmount, @ChargeCurrency, @OrderId,
        @ReplacementSerial, @LoanerSerial, @Reissues, @Code, @Carrier, @TrackingNumber, @HeldUntil, @AssignedTo, @HoldReason
        """;

    private static readonly string Excluded =
        string.Join(", ", Columns.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(column => $"excluded.{column}"));

    // What the account is shown: of a hold, that the next step is due later.
    private static readonly string News = Columns[..Columns.IndexOf(", assigned_to", StringComparison.Ordinal)];

    // Nothing is written, and nobody told, when the row says already what it should.
    private static readonly string WriteSql =
        $"""
        with written as (
            insert into returns (slot, {Columns}) values (%slot, {Values})
            on conflict (slot, return_id) do update set ({Columns}) = ({Excluded})
                where (returns.*) is distinct from (excluded.*)
            returning {News})
        """;

    private static readonly string[] Tell = InEachSlot(
        $"""
        {WriteSql}
        insert into changes (return_id, rma_number, account_id, state, changed_at, among_employees)
        select return_id, rma_number, account_id, state, changed_at, exists (
            select {News} from written intersect select {News} from returns where slot = %slot and return_id = @ReturnId) from written
        """);

    private static readonly string[] Keep = InEachSlot($"{WriteSql} select 1 from written");

    private static readonly string[] FoundBy = InEachSlot(
        """
        insert into terms (slot, term, kind, row_id, account_id, shown)
        select %slot, written, kind, @RowId, @AccountId, shown
        from unnest(@Written, @Kinds, @Shown) as found (written, kind, shown)
        on conflict (slot, row_id, kind, term) do update set shown = excluded.shown where terms.shown > excluded.shown
        """);

    private static readonly string[] RemoveTerms = InEachSlot(
        """
        delete from terms where slot = %slot and row_id in (
            select return_id from returns where slot = %slot and rma_id = @RmaId and return_id <> all(@Kept))
        """);

    private static readonly string[] RemoveRows = InEachSlot(
        "delete from returns where slot = %slot and rma_id = @RmaId and return_id <> all(@Kept)");

    /// <summary>Writes rows of a request.</summary>
    /// <param name="facts">Of the request, for what the rows are found by.</param>
    /// <param name="tell">Whether those who watch are told when a row changed.</param>
    public static void Write(
        AmbientTransaction transaction, short slot, IEnumerable<ReturnRow> rows, IReadOnlyList<Fact> facts, bool tell)
    {
        foreach (var row in rows)
        {
            transaction.EnqueueRow((tell ? Tell : Keep)[slot], row);
            Write(transaction, slot, Term.Of(row, facts), row.ReturnId, row.AccountId);
        }
    }

    /// <summary>Writes all rows of a request, and removes those that it has no longer: an item that waited has its return now.</summary>
    public static void WriteAll(
        AmbientTransaction transaction, short slot, Guid rmaId, IReadOnlyList<ReturnRow> rows, IReadOnlyList<Fact> facts, bool tell)
    {
        var others = new { RmaId = rmaId, Kept = rows.Select(row => row.ReturnId).ToArray() };
        transaction.EnqueueRow(RemoveTerms[slot], others);
        transaction.EnqueueRow(RemoveRows[slot], others);
        Write(transaction, slot, rows, facts, tell);
    }

    /// <summary>Writes what a row is found by.</summary>
    public static void Write(AmbientTransaction transaction, short slot, IReadOnlyCollection<Term> terms, Guid rowId, string? accountId) =>
        transaction.EnqueueRow(FoundBy[slot], new
        {
            RowId = rowId, AccountId = accountId, Written = terms.Select(term => term.Written).ToArray(),
            Kinds = terms.Select(term => term.Kind).ToArray(), Shown = terms.Select(term => term.Shown).ToArray(),
        });

    // The slot is a constant of the statement, so that the plan knows the partition.
    private static string[] InEachSlot(string sql) =>
        [sql.Replace("%slot", "0", StringComparison.Ordinal), sql.Replace("%slot", "1", StringComparison.Ordinal)];
}
