namespace Rma.Contracts.Issuance.V1;

/// <summary>One line of an issued RMA: a return begins.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="Accessories">Bill of accessories on the day of issue.</param>
public sealed record ReturnAuthorized(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string Remedy, string SerialNumber, string? Sku,
    bool IsLicense, bool HasDrive, string[] Accessories, DateTimeOffset IssuedAt, DateOnly ValidThrough);
