namespace Rma.Contracts.Receiving.V1;

/// <summary>
/// A unit that its RMA does not list was found in a valid carton: quarantined, neither credited nor repaired (clauses P2, P3).
/// </summary>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Kind"><c>surplus</c>, <c>swapped</c> or <c>unreadable</c>.</param>
/// <param name="ScannedAt">When it was scanned.</param>
public sealed record UnexpectedUnitQuarantined(
    Guid ParcelId, Guid RmaId, string RmaNumber, string SerialNumber, string Kind, string Site, DateTimeOffset ScannedAt);
