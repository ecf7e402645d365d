namespace Rma.Contracts.Issuance.V1;

/// <summary>Who is at a return or a request, and what colleagues should know. For those who show it; it decides nothing.</summary>
/// <param name="RmaId">The request.</param>
/// <param name="ReturnId">The returned line; null for the request as a whole.</param>
/// <param name="Number">1 for the first change: the highest number is how it is now, in whatever order the changes arrive.</param>
/// <param name="Change">One of <see cref="WorkChanges"/>.</param>
/// <param name="AssignedTo">Who is at it after the change; null when nobody is.</param>
/// <param name="HeldUntil">The last day of its hold, policy-local; null when it is not on hold.</param>
/// <param name="HoldReason">Why.</param>
/// <param name="Note">What was noted; null unless <paramref name="Change"/> is <c>noted</c>.</param>
/// <param name="ChangedAt">When.</param>
public sealed record WorkChanged(
    Guid RmaId, Guid? ReturnId, int Number, string Change, string? AssignedTo, DateOnly? HeldUntil, string? HoldReason, string? Note,
    DateTimeOffset ChangedAt);
