namespace Rma.Contracts.Receiving.V1;

/// <summary>A carton was refused at the dock. Final for this delivery; the number stays valid (clauses P2, P3, P4).</summary>
/// <param name="Marking">What was read from the outside.</param>
/// <param name="Code"><c>parcel.unmarked</c>, <c>parcel.illegible</c>, <c>parcel.unknown-number</c>, <c>parcel.expired</c>,
/// <c>parcel.cancelled</c>, <c>parcel.freight-collect</c>, <c>parcel.time-implausible</c>.</param>
/// <param name="DeviceScannedAt">Time of the scan by the device's own clock, when it is known to differ or was sent; null
/// otherwise.</param>
/// <param name="Carton">The number of the carton within the shipment; null when not given.</param>
/// <param name="Sscc">Serial shipping container code.</param>
/// <param name="RmaId">The authorization whose number is on it; null when none is known.</param>
/// <param name="ScannedAt">When it was scanned: the time that counts.</param>
/// <param name="RecordedAt">When the platform heard of it.</param>
public sealed record ParcelRefused(
    Guid ParcelId, Guid? RmaId, string? Marking, string Code, string Reason, string[] Clauses, string Site,
    DateTimeOffset ScannedAt, DateTimeOffset RecordedAt, DateTimeOffset? DeviceScannedAt = null,
    string? Carrier = null, string? TrackingNumber = null, decimal? WeightKg = null, int? Carton = null, int? Cartons = null,
    string? Sscc = null);
