namespace Rma.Contracts.Repair.V1;

/// <summary>The unit works again (clauses W1, O1, D1).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Covered">Free under the warranty; otherwise for the approved quote.</param>
/// <param name="Resolution">What was done.</param>
/// <param name="CompletedAt">When.</param>
public sealed record RepairCompleted(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, string Resolution, bool Covered,
    DateTimeOffset CompletedAt);
