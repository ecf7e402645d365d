using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;

namespace Rma.Issuance.Returns;

/// <summary>
/// The named steps of a return that go into the biographies of its units: arrival, repair, swap, extension. All in the saga's transaction.
/// </summary>
internal sealed class LifeSteps(
    Streams<Unit, UnitEvent> units, Streams<ReturnAuthorization, RmaEvent> rmas, Orders.ReplacementOrders orders, TimeProvider clock)
{
    public async Task Arrive(BehaviorContext<ReturnState, UnitReceived> step)
    {
        var (line, came) = (step.Saga, step.Message);
        (line.ArrivedAt, line.ParcelId) = (came.ArrivedAt, came.ParcelId);
        await TakeBackFromReissue(step);
        var rma = await rmas.Append(line.RmaId, state =>
            NoteArrival.Decide(state, new(line.CorrelationId, clock.GetUtcNow(), came.ArrivedAt)), step.CancellationToken);
        await orders.Claim(rma, step.CancellationToken);
        await Note(line.SerialNumber, new UnitArrived(line.CorrelationId, line.RmaNumber, came.ParcelId, came.ArrivedAt), step);
    }

    // The number was issued anew after its last good day, and then a scan made in time was heard of: the unit is here under the old number,
    // so the new one is called off for it. Unless it arrived under that one as well; then both go on, and the lifetime cap keeps it from
    // being paid twice.
    private async Task TakeBackFromReissue(BehaviorContext<ReturnState, UnitReceived> step)
    {
        var line = step.Saga;
        if ((await units.Get(line.SerialNumber, step.CancellationToken)).OpenRemedy is not { } open || open.ReturnId == line.CorrelationId)
            return;
        if ((await rmas.Get(line.RmaId, step.CancellationToken)).ReissuedBy?.ByRmaId != open.RmaId) return;
        if (await rmas.Get(open.RmaId, step.CancellationToken) is not ReturnAuthorization.Issued { Authorization: var issued } anew
            || anew.Arrived.Contains(open.ReturnId)) return;
        var now = clock.GetUtcNow();
        await units.Append(line.SerialNumber, unit =>
            CloseRemedy.Decide(unit, new(open.ReturnId, "cancelled", now)), step.CancellationToken);
        await units.Append(
            line.SerialNumber, unit =>
                OpenRemedy.Decide(unit, new(line.CorrelationId, line.RmaId, line.RmaNumber, line.Remedy, now)), step.CancellationToken);
        await ReturnSteps.Say(step, new ReturnWithdrawn(
            open.ReturnId, open.RmaId, open.RmaNumber, issued.Lines.First(other => other.ReturnId == open.ReturnId).Line, now,
            $"The unit arrived in time under {line.RmaNumber}."));
    }

    /// <summary>It left as it was or repaired; how it will have ended is known, what is to be paid is not yet.</summary>
    public Task Leave(BehaviorContext<ReturnState, UnitShippedBack> step)
    {
        var (line, left) = (step.Saga, step.Message);
        (line.PendingOutcome, line.Covered, line.Freight, line.Diagnosed) = (left.Outcome, left.Covered, left.Freight, true);
        if (left is { QuoteVersion: { } version, QuoteAmount: { } amount, Currency: { } currency })
            line.ApprovedQuote = new(version, amount, currency);
        return Note(line.SerialNumber, new UnitRepaired(line.CorrelationId, line.RmaNumber, left.Outcome, left.Covered, left.ShippedAt),
            step);
    }

    public static Task Leave(BehaviorContext<ReturnState, UnitReturnedUnrepaired> step)
    {
        var (line, left) = (step.Saga, step.Message);
        (line.PendingOutcome, line.Freight, line.Diagnosed) =
            (left.Because == "no-fault-found" ? left.Because : "returned-unrepaired", left.Freight, left.Diagnosed);
        line.Covered = left.Covered;
        line.QuoteDeclined = left.DeclinedQuoteVersion is not null || left.Because is "quote-declined" or "withdrawn";
        return Task.CompletedTask;
    }

    /// <summary>
    /// Links both serial numbers; a refurbished swap carries the original's warranty on (W9), a stock replacement starts its own.
    /// </summary>
    public async Task TakeTheReplacement(BehaviorContext<ReturnState, UnitReplaced> step)
    {
        var (line, given) = (step.Saga, step.Message);
        var isSwap = given.Kind == "refurbished-swap";
        (line.PendingOutcome, line.ReplacementSerial, line.Freight, line.Covered, line.Diagnosed) =
            (isSwap ? "replaced" : "exchanged", given.ReplacementSerialNumber, given.Freight, isSwap, true);
        // In the order of the serial numbers, so that two swaps never wait for each other in a ring.
        UnitEvent replacedBy = new UnitReplacedBy(line.CorrelationId, given.ReplacementSerialNumber, given.Kind, given.ShippedAt);
        UnitEvent replaces = new UnitReplaces(
            line.CorrelationId, line.SerialNumber, given.Kind, line.Sku, line.AccountId, isSwap ? line.Coverage?.EndsOn
                : null, given.Grade, given.ShippedAt);
        foreach (var (serial, fact) in new[] { (line.SerialNumber, replacedBy), (given.ReplacementSerialNumber, replaces) }.OrderBy(pair =>
            pair.Item1, StringComparer.Ordinal))
            await Note(serial, fact, step);
    }

    public Task TakeTheExtension(BehaviorContext<ReturnState, RepairWarrantyGranted> step) => Note(
        step.Saga.SerialNumber, new WarrantyExtended(
            step.Saga.CorrelationId, step.Message.From, step.Message.Through, step.Message.GrantedAt), step);

    private Task Note(string serial, UnitEvent fact, BehaviorContext<ReturnState> step) =>
        units.Append(serial, unit => NoteInBiography.Decide(unit, new(fact)), step.CancellationToken);
}
