namespace Rma.Contracts.Credit.V1;

/// <summary>The credit for this line was denied, with the reason.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Code">The first reason, stable; <c>credit.nothing-due</c> when the credit would be zero, so that the item is kept and
/// nothing is due.</param>
/// <param name="DeniedAt">When it was denied.</param>
public sealed record CreditDenied(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber,
    string Reason, DateTimeOffset DeniedAt, string PolicyVersion, string[] Clauses, string? Code = null);
