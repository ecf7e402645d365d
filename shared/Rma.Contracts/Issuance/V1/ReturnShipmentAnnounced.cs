namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// The requester announced cartons of an issued number. For the dock's information; the number must still be on the outside (P3).
/// </summary>
/// <param name="TrackingNumber">Of the carrier. The same carrier and tracking number again replaces the earlier announcement.</param>
/// <param name="Cartons">The number of cartons.</param>
/// <param name="Lines">The lines of the number that are in them.</param>
/// <param name="ShipmentId">One announced shipment.</param>
/// <param name="AnnouncedAt">When it was announced.</param>
public sealed record ReturnShipmentAnnounced(
    Guid ShipmentId, Guid RmaId, string RmaNumber, string AccountId, string Carrier, string TrackingNumber, int Cartons, int[] Lines,
    DateTimeOffset AnnouncedAt);
