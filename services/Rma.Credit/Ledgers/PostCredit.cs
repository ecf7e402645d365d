using Rma.EventSourcing;

namespace Rma.Credit.Ledgers;

/// <summary>
/// Enters a credit into the item's ledger, in the transaction that issues it. The ledger has its own say on the cap (W13), whoever decided:
/// its version is what two credits of one item meet on.
/// </summary>
public sealed record PostCredit(CreditPosted Posting)
{
    public static IEnumerable<LedgerEvent> Decide(Ledger ledger, PostCredit command)
    {
        var posting = command.Posting;
        if (ledger.Postings.Any(posted => posted.CreditId == posting.CreditId)) return [];
        return ledger.CreditedOn(posting.InvoiceId, posting.Net.Currency) + posting.Net.Amount <= posting.PricePaid
            ? [posting]
            : throw new RefusedException("credit.over-price-paid",
                "With this credit, more would be credited for this item than was paid for it.") { Clauses = ["W13"] };
    }
}
