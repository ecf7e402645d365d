using System.Globalization;
using System.Text.Json.Serialization;

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
/// <param name="CreditId">Derived from the return; the business key.</param>
/// <param name="RmaLine">The line of the authorization, from 1.</param>
/// <param name="AccountId">Who is paid.</param>
/// <param name="InvoiceId">The invoice on which the unit was bought.</param>
/// <param name="Lines">What the amount is made of.</param>
/// <param name="Clauses">The clauses of the policy that decided.</param>
/// <param name="DocumentNumber">
/// <c>CN-2026-000001</c>: without a gap within a year of business dates. Null until the date is over, and so in the message; who reads
/// the note again finds it.
/// </param>
public sealed record CreditNote(
    Guid CreditId, string RmaNumber, int RmaLine, string AccountId, string SerialNumber, string InvoiceId, string Currency,
    decimal Amount, CreditNoteLine[] Lines, DateTimeOffset IssuedAt, DateOnly BusinessDate, string[] Clauses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DocumentNumber = null)
{
    /// <summary>The amount as decimal text, as it counts in the control total: no reader of numbers can round it.</summary>
    public string AmountText => Amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One amount of a credit note.</summary>
/// <param name="Kind">
/// <c>price</c>, <c>restocking-fee</c>, <c>damage-fee</c>, <c>credited-elsewhere</c> or <c>tax-reversal</c>. Never freight.
/// </param>
/// <param name="Amount">Negative for what is taken off.</param>
public sealed record CreditNoteLine(string Kind, decimal Amount)
{
    /// <summary>The amount as decimal text.</summary>
    public string AmountText => Amount.ToString(CultureInfo.InvariantCulture);
}
