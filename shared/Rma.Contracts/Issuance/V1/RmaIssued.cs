namespace Rma.Contracts.Issuance.V1;

/// <summary>A return was authorized. The number is valid through a date, inclusive (clause P4).</summary>
/// <param name="RmaNumber">As printed on the outer carton.</param>
/// <param name="Remedy"><c>warranty-repair</c>, <c>paid-repair</c>, <c>otc-exchange</c>, <c>advance-replacement</c>, <c>credit-return</c>
/// or <c>stock-rotation</c>.</param>
/// <param name="ValidThrough">Last valid day, policy-local; 9999-12-31 for a ticket, which does not expire .</param>
/// <param name="Reissues">The expired or cancelled number this one replaces; null for a first one.</param>
/// <param name="Reference">The requester's own number; null when none was given.</param>
/// <param name="Declined">Items of the request that got no line, each with its reason; null in messages of before.</param>
/// <param name="IssuedAt">When.</param>
public sealed record RmaIssued(
    Guid RmaId, string RmaNumber, string AccountId, string Remedy, DateTimeOffset IssuedAt, DateOnly ValidThrough,
    RmaLine[] Lines, string PolicyVersion, string[] Clauses, string? Reissues = null, string? Reference = null,
    RequestedItem[]? Declined = null);

/// <summary>One authorized serial number or license code.</summary>
public sealed record RmaLine(int Line, Guid ReturnId, string SerialNumber, string? Sku, bool IsLicense);
