using MassTransit;
using Rma.Contracts.Shipping.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;

namespace Rma.Issuance.Units;

/// <summary>Records that a unit left the warehouse (clause W7).</summary>
public sealed record RecordShipment(UnitShipmentRecorded Shipment)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, RecordShipment command) => Revisions.Take(
        unit.Shipments.Where(shipment => shipment.ShipmentId == command.Shipment.ShipmentId), command.Shipment,
        (earlier, stated) => earlier with { RecordedAt = stated.RecordedAt } == stated);
}

internal sealed class UnitShippedConsumer(Streams<Unit, UnitEvent> units, TimeProvider clock) : IConsumer<UnitShipped>
{
    public Task Consume(ConsumeContext<UnitShipped> context)
    {
        var said = context.Message;
        var command = new RecordShipment(new UnitShipmentRecorded(
            FeedChecks.Name(said.ShipmentId, "shipment"), FeedChecks.Revision(said.Revision), FeedChecks.Name(said.Sku, "SKU"),
            FeedChecks.Name(said.AccountId, "account"), FeedChecks.Instant(said.ShippedAt, clock, "ship date"), clock.GetUtcNow(), said.Withdrawn ?? false));
        return units.Append(FeedChecks.Name(said.SerialNumber, "serial number"), unit => RecordShipment.Decide(unit, command), context.CancellationToken);
    }
}
