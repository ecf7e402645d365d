namespace Rma.Contracts.Repair.V1;

/// <summary>Scheduled by the bench to itself: a quote may still be unanswered. Ignored when the job has moved on.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
public sealed record QuoteDue(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, int QuoteVersion, bool Escalate,
    DateTimeOffset DueAt);
