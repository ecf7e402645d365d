namespace Rma.Contracts.Credit.V1;

/// <summary>A credit case waits for an analyst or a fact.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="ReferredAt">When it began to wait.</param>
public sealed record CreditReferred(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber,
    string Reason, string[] MissingFacts, DateTimeOffset ReferredAt, string PolicyVersion, string[] Clauses);
