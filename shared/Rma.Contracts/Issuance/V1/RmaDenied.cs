namespace Rma.Contracts.Issuance.V1;

/// <summary>A request was denied, with the clauses.</summary>
public sealed record RmaDenied(
    Guid RmaId, string AccountId, string Remedy, DateTimeOffset DeniedAt, string Reason, string PolicyVersion, string[] Clauses);
