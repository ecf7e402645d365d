using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;

namespace Rma.Issuance.Returns;

/// <summary>Stores the arrival of a unit: in its authorization, its biography, and the orders that it waits on.</summary>
internal sealed class ReturnArrivals(
    Streams<Unit, UnitEvent> units, Streams<ReturnAuthorization, RmaEvent> rmas, Orders.ReplacementOrders orders, TimeProvider clock)
{
    /// <returns>The withdrawal of the return under a reissued number; null when there is none.</returns>
    public async Task<ReturnWithdrawn?> Record(ReturnState line, UnitReceived unit, CancellationToken cancellationToken)
    {
        var withdrawn = await TakeBackFromReissue(line, cancellationToken);
        var rma = await rmas.Append(line.RmaId, state =>
            NoteArrival.Decide(state, new(line.CorrelationId, clock.GetUtcNow(), unit.ArrivedAt)), cancellationToken);
        await orders.Claim(rma, cancellationToken);
        var arrived = new UnitArrived(line.CorrelationId, line.RmaNumber, unit.ParcelId, unit.ArrivedAt);
        await units.Append(line.SerialNumber, state => NoteInBiography.Decide(state, new(arrived)), cancellationToken);
        return withdrawn;
    }

    // The number was issued anew after its last good day, and then a scan made in time was heard of: the unit is here under the old number,
    // so the new one is withdrawn for it. Unless it arrived under that one as well; then both go on, and the lifetime cap keeps it from
    // being paid twice.
    private async Task<ReturnWithdrawn?> TakeBackFromReissue(ReturnState line, CancellationToken cancellationToken)
    {
        if ((await units.Get(line.SerialNumber, cancellationToken)).OpenRemedy is not { } open || open.ReturnId == line.CorrelationId)
            return null;
        if ((await rmas.Get(line.RmaId, cancellationToken)).ReissuedBy?.ByRmaId != open.RmaId) return null;
        if (await rmas.Get(open.RmaId, cancellationToken) is not ReturnAuthorization.Issued { Authorization: var issued } anew
            || anew.Arrived.Contains(open.ReturnId)) return null;
        var now = clock.GetUtcNow();
        await units.Append(line.SerialNumber, unit =>
            CloseRemedy.Decide(unit, new(open.ReturnId, Outcomes.Cancelled, now)), cancellationToken);
        await units.Append(line.SerialNumber, unit =>
            OpenRemedy.Decide(unit, new(line.CorrelationId, line.RmaId, line.RmaNumber, line.Remedy, now)), cancellationToken);
        return new ReturnWithdrawn(
            open.ReturnId, open.RmaId, open.RmaNumber, issued.Lines.First(other => other.ReturnId == open.ReturnId).Line, now,
            $"The unit arrived in time under {line.RmaNumber}.");
    }
}
