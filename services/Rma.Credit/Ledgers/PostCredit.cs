using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Ledgers;

/// <summary>
/// Posts a credit to the item's ledger, in the transaction that issues it. The ledger checks the cap itself (W13), and concurrent credits
/// of one item conflict on its version.
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
                "With this credit, more would be credited for this item than was paid for it.") { Clauses = [Clauses.W13] };
    }
}
