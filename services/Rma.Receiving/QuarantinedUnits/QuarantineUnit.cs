using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.Receiving.ExpectedRmas;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.QuarantinedUnits;

/// <summary>Quarantines a unit.</summary>
public sealed record QuarantineUnit(UnexpectedUnitQuarantined Unit)
{
    public static IEnumerable<QuarantinedUnitEvent> Decide(QuarantinedUnit state, QuarantineUnit command) =>
        state is QuarantinedUnit.NotFound or QuarantinedUnit.Settled { Settlement.Outcome: QuarantineStates.Misread } ? [command.Unit] : [];
}

/// <summary>Lifts the quarantine of a unit that turned out to be listed.</summary>
public sealed record LiftQuarantine(Guid ReturnId)
{
    public static IEnumerable<QuarantinedUnitEvent> Decide(QuarantinedUnit state, LiftQuarantine command) =>
        state is QuarantinedUnit.Quarantined ? [new QuarantineLifted(command.ReturnId)] : [];
}

/// <summary>
/// Quarantines a unit that its number does not list, and lifts the quarantine when the line arrives late. Same transaction.
/// </summary>
internal sealed class WhenUnlistedUnitFound(Streams<QuarantinedUnit, QuarantinedUnitEvent> units)
    : IReaction<ExpectedRma, ExpectedRmaEvent>
{
    public async Task On(Appended<ExpectedRma, ExpectedRmaEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var step in appended.Steps)
        {
            if (step is { Event: UnlistedUnitFound found, State: ExpectedRma.Expected rma })
            {
                var command = new QuarantineUnit(Of(rma, found));
                await units.Append(found.Scan.QuarantineId, unit => QuarantineUnit.Decide(unit, command), cancellationToken);
            }

            if (step.Event is UnlistedUnitMisread misread)
            {
                var settlement = new QuarantinedUnitSettled(
                    QuarantineStates.Misread, misread.Reason, null, misread.UndoneBy, misread.UndoneAt);
                await units.Append(misread.Scan.QuarantineId, unit => SettleQuarantinedUnit.Undo(unit, settlement), cancellationToken);
            }

            if (step.Event is LineReceived { FoundBefore: true } line)
                await units.Append(line.Scan.QuarantineId, unit => LiftQuarantine.Decide(unit, new(line.ReturnId)), cancellationToken);
        }
    }

    private static UnexpectedUnitQuarantined Of(ExpectedRma.Expected rma, UnlistedUnitFound found)
    {
        var scan = found.Scan;
        return new(
            scan.QuarantineId, scan.ParcelId, rma.RmaId, rma.RmaNumber, scan.SerialNumber, found.Kind, scan.InsteadOf, scan.Site,
            scan.Scanner, scan.ScannedAt, scan.RecordedAt, scan.Raw, scan.Gtin, scan.PartNumber);
    }
}

/// <summary>Integration events of a quarantined unit.</summary>
internal static class QuarantinedUnitIntegrationEvents
{
    public static IEnumerable<object> Of(QuarantinedUnit unit, QuarantinedUnitEvent @event) => @event switch
    {
        UnexpectedUnitQuarantined e => [new V1.UnexpectedUnitQuarantined(
            e.ParcelId, e.RmaId, e.RmaNumber, e.SerialNumber ?? "", e.Kind, e.Site, e.ScannedAt)],
        QuarantinedUnitSettled e when unit is QuarantinedUnit.Settled { Unit: var aside } => [new V1.QuarantinedUnitSettled(
            aside.QuarantineId, aside.RmaId, aside.RmaNumber, aside.SerialNumber ?? "", e.Outcome, e.Reason, e.SettledAt)],
        _ => [], // that it was listed after all is published as UnitReceived
    };
}
