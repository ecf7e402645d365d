namespace Rma.Contracts.Issuance.V1;

/// <summary>A loaner was sent for a return; the return does not close before the loaner is back.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="LoanerSerialNumber">The serial number of the unit that is lent.</param>
/// <param name="SentAt">When it was sent.</param>
public sealed record LoanerSent(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string LoanerSerialNumber, DateTimeOffset SentAt);

/// <summary>The loaner of a return is back.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="LoanerSerialNumber">The serial number of the unit that was lent.</param>
/// <param name="ReturnedAt">When it came back.</param>
public sealed record LoanerReturned(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string LoanerSerialNumber, DateTimeOffset ReturnedAt);
