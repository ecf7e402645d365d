namespace Rma.Contracts.Credit.V1;

/// <summary>A credit was issued: once per line. Consumers may ignore a credit id they have seen.</summary>
/// <param name="CreditId">Derived from the return; the business key.</param>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Amount">Sum of the lines.</param>
/// <param name="Currency">Of the original invoice.</param>
/// <param name="BusinessDate">Policy-local date of the decision.</param>
/// <param name="IssuedAt">When it was credited.</param>
public sealed record CreditIssued(
    Guid CreditId, Guid CreditCaseId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId,
    string SerialNumber, string InvoiceId, decimal Amount, string Currency, CreditLine[] Lines, DateTimeOffset IssuedAt,
    DateOnly BusinessDate, string PolicyVersion, string[] Clauses);

/// <summary>
/// One amount of a credit: <c>price</c>, <c>restocking-fee</c> (negative), <c>damage-fee</c> (negative), <c>tax-reversal</c>. Never
/// freight.
/// </summary>
public sealed record CreditLine(string Kind, decimal Amount);
