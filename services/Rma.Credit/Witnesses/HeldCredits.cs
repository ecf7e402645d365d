using Dapper;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Witnesses;

/// <summary>
/// Decides a requested credit when its witnesses are there, and holds it until then. Request, announcement and receipt take the lock of the
/// case first, so that none misses the others, whatever order they come in.
/// </summary>
internal sealed class HeldCredits(
    CreditDesk desk, CreditWitnesses witnesses, AmbientTransaction transaction, PolicyBook policies, TimeProvider clock)
{
    /// <summary>Decides the request, or holds it for what is missing.</summary>
    /// <param name="confirmed">Whether its facts are current.</param>
    public async Task Assess(CreditRequest request, bool confirmed, CancellationToken cancellationToken)
    {
        await desk.Lock(request.ReturnId, cancellationToken);
        var now = AssessCredit.NotBeforeAsked(request, clock.GetUtcNow());
        var missing = await witnesses.Missing(request, cancellationToken);
        await desk.Settle(
            request.ReturnId, request.SerialNumber,
            (state, ledgers) => AssessCredit.Decide(state, new(request, ledgers, policies.InForceAt(now), now, confirmed, missing)),
            cancellationToken, request.Purchase);
    }

    /// <summary>Stores what another service said of a return, and assesses the credit that was held for it.</summary>
    public async Task Record(Guid returnId, string sql, object row, CancellationToken cancellationToken)
    {
        await desk.Lock(returnId, cancellationToken);
        var open = await transaction.Begin(cancellationToken);
        await open.Connection!.ExecuteAsync(sql, row, open);
        if (await desk.Find(returnId, cancellationToken) is CreditCase.Held { Hold: var hold })
            await Assess(hold.Request, hold.Confirmed, cancellationToken);
    }
}
