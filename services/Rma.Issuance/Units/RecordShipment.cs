using MassTransit;
using Rma.Contracts.Shipping.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Messaging;

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
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var command = new RecordShipment(new UnitShipmentRecorded(
            check.Id(said.ShipmentId, "shipment"), check.Revision(said.Revision), check.Id(said.Sku, "SKU"),
            check.Id(said.AccountId, "account"), check.Instant(said.ShippedAt, "ship date"), clock.GetUtcNow(), said.Withdrawn ?? false));
        return units.Append(check.Id(said.SerialNumber, "serial number"), unit =>
            RecordShipment.Decide(unit, command), context.CancellationToken);
    }
}
