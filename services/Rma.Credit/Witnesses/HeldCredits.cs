using Rma.Credit.CreditCases;
using Rma.Policy;

namespace Rma.Credit.Witnesses;

/// <summary>Assesses a credit that was held, when what it lacked has arrived.</summary>
internal sealed class HeldCredits(CreditDesk desk, CreditWitnesses witnesses, PolicyBook policies, TimeProvider clock)
{
    /// <summary>
    /// Nobody else decides the case until this transaction ends, so that a request and its witness do not miss each other.
    /// </summary>
    public Task Lock(Guid returnId, CancellationToken cancellationToken) => desk.Lock(returnId, cancellationToken);

    /// <summary>It is decided, or held for what is still missing. Nothing when no credit of this return is held.</summary>
    public async Task Assess(Guid returnId, CancellationToken cancellationToken)
    {
        if (await desk.Find(returnId, cancellationToken) is not CreditCase.Held { Hold: var hold }) return;
        var now = AssessCredit.NotBeforeAsked(hold.Request, clock.GetUtcNow());
        var missing = await witnesses.Missing(hold.Request, cancellationToken);
        await desk.Settle(
            returnId, hold.Request.SerialNumber,
            (state, ledgers) => AssessCredit.Decide(
                state, new(hold.Request, ledgers, policies.InForceAt(now), now, hold.Confirmed, missing)),
            cancellationToken, hold.Request.Purchase);
    }
}
