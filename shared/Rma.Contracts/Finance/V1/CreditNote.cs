namespace Rma.Contracts.Finance.V1;

/// <summary>
/// The message to finance for each credit, as plain JSON on <c>finance.credit-notes</c>: the same credit id is the same credit, ignore
/// repeats.
/// </summary>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">Sum of the lines.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="BusinessDate">Policy-local; the day whose control total counts it.</param>
public sealed record CreditNote(
    Guid CreditId, string RmaNumber, int RmaLine, string AccountId, string SerialNumber, string InvoiceId, string Currency,
    decimal Amount, CreditNoteLine[] Lines, DateTimeOffset IssuedAt, DateOnly BusinessDate, string[] Clauses);

/// <summary>One amount of a credit note.</summary>
public sealed record CreditNoteLine(string Kind, decimal Amount);
