using Rma.EventSourcing;
using Rma.Receiving.ExpectedRmas;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>Receives a unit for inspection.</summary>
public sealed record ReceiveUnit(UnitReceived Unit)
{
    public static IEnumerable<ReceivedUnitEvent> Decide(ReceivedUnit state, ReceiveUnit command) =>
        state is ReceivedUnit.NotReceived ? [command.Unit] : [];
}

/// <summary>When a line of a number is filled, its unit is received in the same transaction.</summary>
internal sealed class WhenLineReceived(Streams<ReceivedUnit, ReceivedUnitEvent> units) : IReaction<ExpectedRma, ExpectedRmaEvent>
{
    public async Task On(Appended<ExpectedRma, ExpectedRmaEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var step in appended.Steps)
        {
            if (step is not { Event: LineReceived { Scan: var scan } line, State: ExpectedRma.Expected rma }) continue;
            var facts = rma.Line(line.ReturnId)!.Facts;
            var command = new ReceiveUnit(new UnitReceived(
                facts.ReturnId, facts.RmaId, facts.RmaNumber, facts.Line, facts.AccountId, facts.SerialNumber, facts.Sku, facts.HasDrive,
                facts.Accessories, scan.ParcelId, scan.Site, scan.Scanner, scan.ArrivedAt, scan.ScannedAt, scan.RecordedAt,
                scan.Raw, scan.Gtin, scan.PartNumber, facts.ReasonCode, facts.Defect));
            await units.Append(facts.ReturnId, unit => ReceiveUnit.Decide(unit, command), cancellationToken);
        }
    }
}
