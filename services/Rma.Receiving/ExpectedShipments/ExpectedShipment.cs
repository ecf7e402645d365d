using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.ExpectedShipments;

// Everything the stream of an expected shipment can hold. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of a shipment that its sender announced.</summary>
public abstract record ExpectedShipmentEvent
{
    private protected ExpectedShipmentEvent() { }
}

/// <summary>Cartons are on their way. Said again, it replaces what was said before.</summary>
/// <param name="Lines">The lines of the number that are in them.</param>
public sealed record ShipmentExpected(
    Guid ShipmentId, Guid RmaId, string RmaNumber, string AccountId, string Carrier, string TrackingNumber, int Cartons,
    ValueList<int> Lines, DateTimeOffset AnnouncedAt, DateTimeOffset HeardAt) : ExpectedShipmentEvent;

/// <summary>Cartons that were announced. Which of them came is read from the parcels.</summary>
public abstract record ExpectedShipment : IState<ExpectedShipment, ExpectedShipmentEvent>
{
    private protected ExpectedShipment() { }

    /// <summary>Nobody announced them.</summary>
    public sealed record NotAnnounced : ExpectedShipment;

    /// <summary>They are on their way, or came.</summary>
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
