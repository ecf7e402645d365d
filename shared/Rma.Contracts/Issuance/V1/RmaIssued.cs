namespace Rma.Contracts.Issuance.V1;

/// <summary>A return was authorized. The number is valid through a date, inclusive (clause P4).</summary>
/// <param name="RmaNumber">As printed on the outer carton.</param>
/// <param name="Remedy"><c>credit-return</c> or <c>stock-rotation</c>.</param>
/// <param name="ValidThrough">Last good day, policy-local.</param>
public sealed record RmaIssued(
    Guid RmaId, string RmaNumber, string AccountId, string Remedy, DateTimeOffset IssuedAt, DateOnly ValidThrough,
    RmaLine[] Lines, string PolicyVersion, string[] Clauses);

/// <summary>One authorized serial number or licence code.</summary>
public sealed record RmaLine(int Line, Guid ReturnId, string SerialNumber, string? Sku, bool IsLicense);
