using System.Globalization;

namespace Rma.Contracts.Finance.V1;

/// <summary>
/// The message to finance for each completed business date, as plain JSON on <c>finance.control-totals</c>, also for a date without
/// notes: the same date is the same total, ignore repeats. With it finance proves that it has every note of the date and no other.
/// </summary>
/// <param name="BusinessDate">Policy-local.</param>
/// <param name="Totals">Of the credit notes; one per currency, ordered by code.</param>
/// <param name="Hash">
/// SHA-256, lower-case hex, over one line per note, ordered by credit id: <c>creditId:amount:currency</c> and a line feed, UTF-8;
/// amounts as written in the notes. Without notes, the hash of the empty string.
/// </param>
/// <param name="ChargeTotals">Of the charge notes.</param>
/// <param name="ChargeHash">The same over the charge notes, by their charge ids.</param>
/// <param name="StatedAt">UTC.</param>
/// <param name="PayeeHash">
/// The same over the credit notes with who is paid: <c>creditId:accountId:amount:currency</c>. The message is signed by credit like its
/// notes, so nobody without credit's key states it. Null in a total of before.
/// </param>
/// <param name="ChargePayeeHash">The same over the charge notes.</param>
public sealed record ControlTotal(
    DateOnly BusinessDate, CurrencySum[] Totals, string Hash, CurrencySum[] ChargeTotals, string ChargeHash, DateTimeOffset StatedAt,
    string? PayeeHash = null, string? ChargePayeeHash = null);

/// <summary>All notes of a date in one currency.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Count">The number of notes.</param>
/// <param name="Amount">Their sum.</param>
public sealed record CurrencySum(string Currency, int Count, decimal Amount)
{
    /// <summary>The amount as decimal text.</summary>
    public string AmountText => Amount.ToString(CultureInfo.InvariantCulture);
}
