namespace Rma.Contracts.Repair.V1;

/// <summary>A deadline of the bench's own: a quote may still be unanswered. The job's state decides whether it means anything.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
public sealed record QuoteDue(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, int QuoteVersion, bool Escalate,
    DateTimeOffset DueAt);
