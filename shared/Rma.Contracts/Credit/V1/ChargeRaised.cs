namespace Rma.Contracts.Credit.V1;

/// <summary>The requester is charged: once per return. Consumers may ignore a charge id they have seen.</summary>
/// <param name="ChargeId">Derived from the return; the business key.</param>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Amount">Sum of the lines, without tax.</param>
/// <param name="BusinessDate">Policy-local date of the decision.</param>
/// <param name="RaisedAt">When it was charged.</param>
public sealed record ChargeRaised(
    Guid ChargeId, Guid ChargeCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber,
    decimal Amount, string Currency, ChargeLine[] Lines, DateTimeOffset RaisedAt, DateOnly BusinessDate, string PolicyVersion,
    string[] Clauses);

/// <summary>
/// One amount of a charge: <c>repair</c>, <c>diagnosis</c>, <c>return-shipping</c>, <c>restocking-fee</c> or <c>freight-deviation</c>.
/// </summary>
public sealed record ChargeLine(string Kind, decimal Amount);
