namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// The requester says that cartons of an issued number are on their way. It helps the dock; the number still has to be on the outside (P3).
/// </summary>
/// <param name="TrackingNumber">Of the carrier. The same carrier and tracking number announced again replaces what was said before.</param>
/// <param name="Cartons">How many cartons travel under it.</param>
/// <param name="Lines">The lines of the number that are in them.</param>
public sealed record ReturnShipmentAnnounced(
    Guid ShipmentId, Guid RmaId, string RmaNumber, string AccountId, string Carrier, string TrackingNumber, int Cartons, int[] Lines,
    DateTimeOffset AnnouncedAt);
