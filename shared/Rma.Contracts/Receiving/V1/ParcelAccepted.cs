namespace Rma.Contracts.Receiving.V1;

/// <summary>A carton was accepted at the dock.</summary>
/// <param name="ScannedAt">Authoritative time of the scan.</param>
/// <param name="RecordedAt">When the scan reached the platform.</param>
/// <param name="DeviceScannedAt">Time of the scan by the device's own clock, when it is known to differ or was sent; null
/// otherwise.</param>
/// <param name="Carton">The number of the carton within the shipment; null when not given.</param>
/// <param name="Sscc">Serial shipping container code.</param>
public sealed record ParcelAccepted(
    Guid ParcelId, Guid RmaId, string RmaNumber, string Site, DateTimeOffset ScannedAt, DateTimeOffset RecordedAt,
    DateTimeOffset? DeviceScannedAt = null, string? Carrier = null, string? TrackingNumber = null, decimal? WeightKg = null,
    int? Carton = null, int? Cartons = null, string? Sscc = null);
