using System.Globalization;
using System.Text.Json.Serialization;

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
/// <param name="ChargeId">Derived from the return; the business key.</param>
/// <param name="RmaLine">The line of the authorization, from 1.</param>
/// <param name="AccountId">Who is charged.</param>
/// <param name="Lines">What the amount is made of.</param>
/// <param name="Clauses">The clauses of the policy that decided.</param>
/// <param name="DocumentNumber">
/// <c>CH-2026-000001</c>: without a gap within a year of business dates. Null until the date is over, and so in the message; who reads
/// the note again finds it.
/// </param>
public sealed record ChargeNote(
    Guid ChargeId, string RmaNumber, int RmaLine, string AccountId, string SerialNumber, string Currency, decimal Amount,
    ChargeNoteLine[] Lines, DateTimeOffset RaisedAt, DateOnly BusinessDate, string[] Clauses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DocumentNumber = null)
{
    /// <summary>The amount as decimal text, as it counts in the control total: no reader of numbers can round it.</summary>
    public string AmountText => Amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One amount of a charge note.</summary>
/// <param name="Kind"><c>repair</c>, <c>diagnosis</c>, <c>return-shipping</c>, <c>restocking-fee</c> or <c>freight-deviation</c>.</param>
/// <param name="Amount">Without tax; never negative.</param>
public sealed record ChargeNoteLine(string Kind, decimal Amount)
{
    /// <summary>The amount as decimal text.</summary>
    public string AmountText => Amount.ToString(CultureInfo.InvariantCulture);
}
