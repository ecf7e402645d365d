namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// Issuance to itself: the last day of a referred request is over; the state and the date decide whether that still means anything.
/// </summary>
public sealed record ReferralDue(Guid RmaId, DateTimeOffset DueAt);
