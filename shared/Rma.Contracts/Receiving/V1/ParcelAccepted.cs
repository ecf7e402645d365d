namespace Rma.Contracts.Receiving.V1;

/// <summary>A carton was let in at the dock.</summary>
/// <param name="ScannedAt">Time of the scan, which is what counts.</param>
/// <param name="RecordedAt">When the scan reached the platform.</param>
public sealed record ParcelAccepted(
    Guid ParcelId, Guid RmaId, string RmaNumber, string Site, DateTimeOffset ScannedAt, DateTimeOffset RecordedAt);
