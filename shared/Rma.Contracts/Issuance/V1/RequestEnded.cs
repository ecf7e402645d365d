namespace Rma.Contracts.Issuance.V1;

/// <summary>A referred request ended without an answer of the policy.</summary>
/// <param name="How"><c>withdrawn</c> by its requester, or <c>lapsed</c> because what it waited for did not arrive in time.</param>
/// <param name="EndedAt">When.</param>
public sealed record RequestEnded(Guid RmaId, string AccountId, string How, DateTimeOffset EndedAt);
