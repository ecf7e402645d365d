namespace Rma.Contracts.Repair.V1;

/// <summary>The requester approved a version of the quote with its amount .</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="ApprovedBy">Who approved it.</param>
/// <param name="ApprovedAt">When.</param>
public sealed record QuoteApproved(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, int QuoteVersion, decimal Amount,
    string Currency, string ApprovedBy, DateTimeOffset ApprovedAt);
