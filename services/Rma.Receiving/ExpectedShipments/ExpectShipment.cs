using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.EventSourcing;
using Rma.Receiving.ExpectedRmas;

namespace Rma.Receiving.ExpectedShipments;

/// <summary>Notes a shipment that its sender announced; the last word counts, whatever order the words arrive in.</summary>
public sealed record ExpectShipment(ShipmentExpected Shipment)
{
    public static IEnumerable<ExpectedShipmentEvent> Decide(ExpectedShipment state, ExpectShipment command) => state switch
    {
        ExpectedShipment.Announced { Shipment: var known } when known with { HeardAt = command.Shipment.HeardAt } == command.Shipment => [],
        ExpectedShipment.Announced { Shipment: var known } when known.AnnouncedAt > command.Shipment.AnnouncedAt => [],
        _ => [command.Shipment],
    };
}

internal sealed class ReturnShipmentAnnouncedConsumer(Streams<ExpectedShipment, ExpectedShipmentEvent> shipments, TimeProvider clock)
    : IConsumer<ReturnShipmentAnnounced>
{
    public Task Consume(ConsumeContext<ReturnShipmentAnnounced> context)
    {
        var said = context.Message;
        var command = new ExpectShipment(new ShipmentExpected(
            said.ShipmentId, said.RmaId, KnownNumbers.Read(said.RmaNumber), said.AccountId, said.Carrier, said.TrackingNumber, said.Cartons, [.. said.Lines],
            said.AnnouncedAt, clock.GetUtcNow()));
        return shipments.Append(said.ShipmentId, shipment => ExpectShipment.Decide(shipment, command), context.CancellationToken);
    }
}
