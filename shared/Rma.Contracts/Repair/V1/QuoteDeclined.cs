namespace Rma.Contracts.Repair.V1;

/// <summary>The requester declined a version of the quote and wants the unit back (clause O3).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="DeclinedBy">Who declined it.</param>
/// <param name="DeclinedAt">When.</param>
public sealed record QuoteDeclined(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, int QuoteVersion, string Reason,
    string DeclinedBy, DateTimeOffset DeclinedAt);
