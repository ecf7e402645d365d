using Npgsql;
using Rma.Credit.InvoiceLines;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;

namespace Rma.Credit.CreditCases;

/// <summary>
/// Decides a case, its item's ledger and the ledger of its invoice line together, in the caller's transaction: a credit and its postings
/// are stored all or not at all. Concurrent credits of one item conflict on the ledger's version, those on one line wait for its lock; the
/// second one is decided on the result of the first.
/// </summary>
internal sealed class CreditDesk(
    Streams<CreditCase, CreditCaseEvent> cases, Streams<Ledger, LedgerEvent> ledgers,
    Streams<InvoiceLineLedger, InvoiceLineLedgerEvent> lines, AmbientTransaction transaction, Provenance provenance)
{
    /// <summary>The case after the decision.</summary>
    /// <param name="id">The case id, which is the return id.</param>
    /// <param name="serialNumber">The item of the ledger; null = the item of the request.</param>
    /// <param name="decide">Pure; may be called more than once.</param>
    /// <param name="purchase">The price paid according to the request; null = as before.</param>
    /// <exception cref="RefusedException">The decision refused; nothing is stored.</exception>
    public async Task<CreditCase> Settle(
        Guid id, string? serialNumber, Func<CreditCase, LedgersOfItem, IEnumerable<CreditCaseEvent>> decide,
        CancellationToken cancellationToken, PurchasePaid? purchase = null)
    {
        // A concurrent step on the same case waits here and then reads the result of the first. The locking order is always case, line,
        // item ledger, which prevents deadlocks.
        await Lock(id, cancellationToken);
        var before = await cases.Get(id, cancellationToken);
        provenance.CorrelationId ??= before.Request?.RmaId.ToString("D");
        var line = InvoiceLineLedger.IdOf(purchase ?? before.Request?.Purchase);
        if (line is not null) await Wait($"invoice-line-{line}", cancellationToken);
        var onLine = line is null ? InvoiceLineLedger.Initial : await lines.Get(line, cancellationToken);

        CreditCaseEvent[] decided = [];
        if ((serialNumber ?? before.Request?.SerialNumber) is { } item)
            await ledgers.Append(item, ledger => PostingsOf(ledger, decided = [.. decide(before, new(ledger, onLine))]), cancellationToken);
        else
            decided = [.. decide(before, LedgersOfItem.None)];

        foreach (var credit in decided.OfType<CreditIssued>()) await PostOnLine(credit, cancellationToken);
        return await cases.Append(id, now =>
            now == before ? decided : throw new VersionConflictException($"credit-case-{id:D}"), cancellationToken);
    }

    /// <summary>Nobody else decides this case until the caller's transaction ends.</summary>
    public Task Lock(Guid id, CancellationToken cancellationToken) => Wait($"credit-case-{id:D}", cancellationToken);

    /// <summary>The case as it is.</summary>
    public Task<CreditCase> Find(Guid id, CancellationToken cancellationToken) => cases.Get(id, cancellationToken);

    private async Task Wait(string key, CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", cancellationToken);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task PostOnLine(CreditIssued credit, CancellationToken cancellationToken)
    {
        if (InvoiceLineLedger.IdOf(credit.Request.Purchase) is not { } id) return;
        var posting = new LineCredited(
            credit.CreditId, credit.Request.ReturnId, credit.Request.SerialNumber, credit.Net, credit.Request.Purchase!.NetPrice,
            credit.IssuedAt);
        await lines.Append(id, ledger => InvoiceLines.PostOnLine.Decide(ledger, new(posting)), cancellationToken);
    }

    private static IEnumerable<LedgerEvent> PostingsOf(Ledger ledger, IEnumerable<CreditCaseEvent> decided) =>
        decided.OfType<CreditIssued>().SelectMany(credit => PostCredit.Decide(ledger, new(new CreditPosted(
            credit.CreditId, credit.Request.ReturnId, credit.Request.RmaNumber, credit.Request.Purchase!.InvoiceId, credit.Net,
            credit.Request.Purchase.NetPrice, credit.IssuedAt, credit.Request.Purchase.InvoiceLine))));
}
