namespace Rma.Contracts.Issuance.V1;

/// <summary>A request waits for a fact or a person.</summary>
public sealed record RmaReferred(
    Guid RmaId, string AccountId, string Remedy, DateTimeOffset ReferredAt, string Reason, string[] MissingFacts,
    string PolicyVersion, string[] Clauses);
