namespace Rma.Contracts.Issuance.V1;

/// <summary>Nothing arrived for this line in time; its number has expired (clause P4).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="ValidThrough">Its last valid day, policy-local.</param>
/// <param name="ExpiredAt">When it was found to be over.</param>
public sealed record RmaExpired(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, DateOnly ValidThrough, DateTimeOffset ExpiredAt);
