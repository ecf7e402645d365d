namespace Rma.Credit.Ledgers;

/// <summary>Posts a charge to the unit's ledger, in the transaction that raises it. It never increases the possible credit (W13).</summary>
public sealed record PostCharge(ChargePosted Posting)
{
    public static IEnumerable<LedgerEvent> Decide(Ledger ledger, PostCharge command) =>
        ledger.Charges.Any(posted => posted.ChargeId == command.Posting.ChargeId) ? [] : [command.Posting];
}
