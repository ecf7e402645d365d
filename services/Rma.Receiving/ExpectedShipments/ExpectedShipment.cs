using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.ExpectedShipments;

// All events of an expected shipment stream. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of a shipment that its sender announced.</summary>
public abstract record ExpectedShipmentEvent
{
    private protected ExpectedShipmentEvent() { }
}

/// <summary>Cartons were shipped. A repeat replaces the earlier data.</summary>
/// <param name="Lines">The lines of the number that are in them.</param>
public sealed record ShipmentExpected(
    Guid ShipmentId, Guid RmaId, string RmaNumber, string AccountId, string Carrier, string TrackingNumber, int Cartons,
    ValueList<int> Lines, DateTimeOffset AnnouncedAt, DateTimeOffset HeardAt) : ExpectedShipmentEvent;

/// <summary>Announced cartons. Which of them arrived is determined from the parcels.</summary>
public abstract record ExpectedShipment : IState<ExpectedShipment, ExpectedShipmentEvent>
{
    private protected ExpectedShipment() { }

    /// <summary>Not announced.</summary>
    public sealed record NotAnnounced : ExpectedShipment;

    /// <summary>Announced; the cartons are on their way or have arrived.</summary>
    public sealed record Announced(ShipmentExpected Shipment) : ExpectedShipment;

    /// <inheritdoc />
    public static ExpectedShipment Initial { get; } = new NotAnnounced();

    /// <inheritdoc />
    public static ExpectedShipment Evolve(ExpectedShipment state, ExpectedShipmentEvent @event) => @event switch
    {
        ShipmentExpected shipment => new Announced(shipment),
        _ => state,
    };
}
