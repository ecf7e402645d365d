namespace Rma.Contracts.Issuance.V1;

/// <summary>One line of an issued RMA: a return begins.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="Accessories">Bill of accessories on the day of issue.</param>
/// <param name="ValidThrough">Last good day, policy-local; 9999-12-31 for a ticket, which does not expire .</param>
/// <param name="Coverage">What the warranty says on the issue date; null where it plays no part.</param>
/// <param name="Grade">Recorded grade of the unit; null when none was recorded.</param>
/// <param name="ReasonCode">Why it comes back, in a word of the requester's choice from a closed list; null when none was given.</param>
/// <param name="Defect">What is wrong with it, in the requester's words; null when nothing was said.</param>
/// <param name="NamedSku">The product the request named for this serial number; null where it named none.</param>
public sealed record ReturnAuthorized(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string Remedy, string SerialNumber, string? Sku,
    bool IsLicense, bool HasDrive, string[] Accessories, DateTimeOffset IssuedAt, DateOnly ValidThrough,
    WarrantyCoverage? Coverage = null, string? Grade = null, string? ReasonCode = null, string? Defect = null, string? NamedSku = null);
