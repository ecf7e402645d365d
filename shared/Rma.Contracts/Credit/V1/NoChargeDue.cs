namespace Rma.Contracts.Credit.V1;

/// <summary>Nothing is due for this return, with the reason: no clause, no charge.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="DecidedAt">When it was decided.</param>
public sealed record NoChargeDue(
    Guid ChargeCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string Reason,
    DateTimeOffset DecidedAt, string PolicyVersion, string[] Clauses);

/// <summary>A charge waits for a fact or an analyst.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="ReferredAt">When it began to wait.</param>
public sealed record ChargeReferred(
    Guid ChargeCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string Reason,
    string[] MissingFacts, DateTimeOffset ReferredAt, string PolicyVersion, string[] Clauses);
