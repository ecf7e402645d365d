namespace Rma.Contracts.Credit.V1;

/// <summary>
/// Asks for the facts of a licence once more, right before its credit is decided: a licence is judged at the time of the decision (C7, rule
/// 108), and the question may have waited for longer than the code stayed unused. Answered by <see cref="AssessCredit"/> with
/// <c>Confirmed</c>.
/// </summary>
public sealed record CreditFactsRequested(
    Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateTimeOffset RequestedAt);
