namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// Scheduled by issuance to itself: the last day of a referred request is over; ignored when the request has moved on.
/// </summary>
public sealed record ReferralDue(Guid RmaId, DateTimeOffset DueAt);
