namespace Rma.Contracts.Receiving.V1;

/// <summary>Command to the dock to expect a unit under an RMA number.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="ValidThrough">Last day for the first dock scan, policy-local.</param>
/// <param name="ReasonCode">The requester's reason code from a closed list; null when none was given.</param>
/// <param name="Defect">The defect as described by the requester; null when not given.</param>
public sealed record ExpectReturn(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool HasDrive,
    string[] Accessories, DateTimeOffset IssuedAt, DateOnly ValidThrough,
    string? ReasonCode = null, string? Defect = null);
