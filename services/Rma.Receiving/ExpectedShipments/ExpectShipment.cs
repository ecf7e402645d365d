using MassTransit;
using Rma.Contracts.Issuance.V1;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Receiving.ExpectedRmas;

namespace Rma.Receiving.ExpectedShipments;

/// <summary>Stores a shipment announced by its sender; the latest announcement counts, in whatever order they arrive.</summary>
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
        var (said, check) = (context.Message, new MessageValidator("shipment.invalid", clock));
        var command = new ExpectShipment(new ShipmentExpected(
            said.ShipmentId, said.RmaId, KnownNumbers.Read(check.Id(said.RmaNumber, "RMA number")), check.Id(said.AccountId, "account"),
            check.Id(said.Carrier, "carrier"), check.Id(said.TrackingNumber, "tracking number"), check.Count(said.Cartons, "cartons"),
            [.. said.Lines.Select(line => check.Count(line, "line"))], check.Instant(said.AnnouncedAt, "time of the announcement"),
            clock.GetUtcNow()));
        return shipments.Append(said.ShipmentId, shipment => ExpectShipment.Decide(shipment, command), context.CancellationToken);
    }
}
