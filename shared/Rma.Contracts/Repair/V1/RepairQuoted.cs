namespace Rma.Contracts.Repair.V1;

/// <summary>A repair that is not covered was quoted, or quoted again (clauses O1, W6). A new amount needs a new approval.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Amount">Labour and parts, without tax.</param>
/// <param name="Link">Path and token with which the requester accepts or declines this version.</param>
/// <param name="Diagnosis">What is wrong with the unit.</param>
/// <param name="QuotedAt">When.</param>
public sealed record RepairQuoted(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, int QuoteVersion, decimal Amount,
    string Currency, string Diagnosis, string Link, DateTimeOffset QuotedAt, string PolicyVersion, string[] Clauses);
