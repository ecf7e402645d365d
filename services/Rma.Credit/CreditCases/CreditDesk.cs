using Npgsql;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;

namespace Rma.Credit.CreditCases;

/// <summary>
/// Decides on a case and its item's ledger together, in the caller's transaction: a credit and its posting are stored both or not at all, and two
/// credits of one item meet on the ledger's version, where the second one is decided again on what the first one left.
/// </summary>
internal sealed class CreditDesk(
    Streams<CreditCase, CreditCaseEvent> cases, Streams<Ledger, LedgerEvent> ledgers, AmbientTransaction transaction, Provenance provenance)
{
    /// <summary>The case after the decision.</summary>
    /// <param name="id">The case, which is the return.</param>
    /// <param name="serialNumber">Whose ledger; null = of the item that was asked about.</param>
    /// <param name="decide">Pure; may be called more than once.</param>
    /// <exception cref="RefusedException">The decision said no; nothing is stored.</exception>
    public async Task<CreditCase> Settle(Guid id, string? serialNumber, Func<CreditCase, Ledger, IEnumerable<CreditCaseEvent>> decide, CancellationToken cancellationToken)
    {
        // Whoever comes second to the same case waits here and then reads what the first one decided. Always the case before the ledger, so that
        // nobody waits in a ring.
        await using (var command = await transaction.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", cancellationToken))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"credit-case-{id:D}" });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        var before = await cases.Get(id, cancellationToken);
        provenance.CorrelationId ??= before.Request?.RmaId.ToString("D");
        CreditCaseEvent[] decided = [];
        if ((serialNumber ?? before.Request?.SerialNumber) is { } item)
            await ledgers.Append(item, ledger => PostingsOf(ledger, decided = [.. decide(before, ledger)]), cancellationToken);
        else
            decided = [.. decide(before, Ledger.Initial)];

        return await cases.Append(id, now => now == before ? decided : throw new VersionConflictException($"credit-case-{id:D}"), cancellationToken);
    }

    private static IEnumerable<LedgerEvent> PostingsOf(Ledger ledger, IEnumerable<CreditCaseEvent> decided) =>
        decided.OfType<CreditIssued>().SelectMany(credit => PostCredit.Decide(ledger, new(new CreditPosted(
            credit.CreditId, credit.Request.ReturnId, credit.Request.RmaNumber, credit.Request.Purchase!.InvoiceId, credit.Net,
            credit.Request.Purchase.NetPrice, credit.IssuedAt))));
}
