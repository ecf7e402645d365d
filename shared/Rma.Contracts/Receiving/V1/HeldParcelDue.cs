namespace Rma.Contracts.Receiving.V1;

/// <summary>
/// A deadline of the dock's own: a parcel was held for news of its number long enough. The parcel's state decides whether it means
/// anything.
/// </summary>
/// <param name="RmaNumber">As printed; nobody has told the dock of it when the parcel was held.</param>
/// <param name="DueAt">End of the hold.</param>
public sealed record HeldParcelDue(Guid ParcelId, string RmaNumber, DateTimeOffset DueAt);
