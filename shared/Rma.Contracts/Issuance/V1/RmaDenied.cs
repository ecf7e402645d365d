namespace Rma.Contracts.Issuance.V1;

/// <summary>A request was denied, with the clauses.</summary>
/// <param name="Items">What was requested, each with its own reason.</param>
/// <param name="Reference">The requester's own number; null when none was given.</param>
/// <param name="DeniedAt">When.</param>
public sealed record RmaDenied(
    Guid RmaId, string AccountId, string Remedy, DateTimeOffset DeniedAt, string Reason, string PolicyVersion, string[] Clauses,
    RequestedItem[]? Items = null, string? Reference = null);
