namespace Rma.Contracts.Credit.V1;

/// <summary>No credit for this line, and why.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="Code">The first reason, stable; <c>credit.nothing-due</c> where nothing was paid, so that the item stays and nothing is
/// due.</param>
public sealed record CreditDenied(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber,
    string Reason, DateTimeOffset DeniedAt, string PolicyVersion, string[] Clauses, string? Code = null);
