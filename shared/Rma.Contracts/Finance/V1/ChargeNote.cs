namespace Rma.Contracts.Finance.V1;

/// <summary>
/// The message to finance for each charge, as plain JSON on <c>finance.charge-notes</c>: the same charge id is the same charge, ignore
/// repeats.
/// </summary>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Amount">Sum of the lines, without tax.</param>
/// <param name="RaisedAt">UTC.</param>
/// <param name="BusinessDate">Policy-local.</param>
public sealed record ChargeNote(
    Guid ChargeId, string RmaNumber, int RmaLine, string AccountId, string SerialNumber, string Currency, decimal Amount,
    ChargeNoteLine[] Lines, DateTimeOffset RaisedAt, DateOnly BusinessDate, string[] Clauses);

/// <summary>One amount of a charge note.</summary>
public sealed record ChargeNoteLine(string Kind, decimal Amount);
