namespace Rma.Contracts.Receiving.V1;

/// <summary>
/// Scheduled by the dock to itself: the hold time of a parcel is over. Ignored when the parcel is no longer
/// held.
/// </summary>
/// <param name="RmaNumber">As printed; unknown at the dock when the parcel was held.</param>
/// <param name="DueAt">End of the hold.</param>
public sealed record HeldParcelDue(Guid ParcelId, string RmaNumber, DateTimeOffset DueAt);
