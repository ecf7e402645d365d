namespace Rma.Contracts.Receiving.V1;

/// <summary>Asks the dock to expect a unit under an RMA number.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="ValidThrough">Last day for the first dock scan, policy-local.</param>
public sealed record ExpectReturn(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool HasDrive,
    string[] Accessories, DateTimeOffset IssuedAt, DateOnly ValidThrough);
