namespace Rma.Contracts.Issuance.V1;

/// <summary>A request waits for a fact or a person.</summary>
/// <param name="Items">What was requested.</param>
/// <param name="Reference">The requester's own number; null when none was given.</param>
/// <param name="ReferredAt">When it began to wait.</param>
public sealed record RmaReferred(
    Guid RmaId, string AccountId, string Remedy, DateTimeOffset ReferredAt, string Reason, string[] MissingFacts,
    string PolicyVersion, string[] Clauses, RequestedItem[]? Items = null, string? Reference = null);
