namespace Rma.Contracts.Credit.V1;

/// <summary>
/// Requests the facts of a license again, right before its credit is decided: a license is judged at the time of the decision (C7, rule
/// 108), and the code may have been activated while the request waited. Answered by <see cref="AssessCredit"/> with
/// <c>Confirmed</c>.
/// </summary>
public sealed record CreditFactsRequested(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateTimeOffset RequestedAt);
