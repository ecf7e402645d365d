using System.Globalization;

namespace Rma.Policy;

/// <summary>
/// An amount in the major unit of a currency. It may have more decimal places than are paid; amounts are rounded before payment.
/// </summary>
/// <param name="Amount">In major units (dollars, not cents); negative for a deduction.</param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Zero in a currency.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>Rounded to the minor unit, half away from zero (A-33), never half to even.</summary>
    /// <param name="minorUnits">Decimal places of the currency, see <see cref="PolicySettings.CurrencyMinorUnits"/>.</param>
    public Money Rounded(int minorUnits) => RoundedTo(minorUnits, MidpointRounding.AwayFromZero);

    /// <summary>The largest amount in whole minor units not above this one: the maximum payment under a cap (W13).</summary>
    /// <param name="minorUnits">Decimal places of the currency.</param>
    public Money RoundedDown(int minorUnits) => RoundedTo(minorUnits, MidpointRounding.ToNegativeInfinity);

    /// <summary>The smallest amount in whole minor units not below this one.</summary>
    /// <param name="minorUnits">Decimal places of the currency.</param>
    public Money RoundedUp(int minorUnits) => RoundedTo(minorUnits, MidpointRounding.ToPositiveInfinity);

    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => left with { Amount = left.Amount + right.In(left.Currency) };

    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => left with { Amount = left.Amount - right.In(left.Currency) };

    /// <summary>The same amount as a deduction.</summary>
    public static Money operator -(Money money) => money with { Amount = -money.Amount };

    /// <summary>For display, with at least the decimal places of the currency: <c>USD 85.25</c>, <c>USD 0.00</c>, <c>JPY 100</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Currency} {(Currencies.MinorUnits.TryGetValue(Currency ?? "", out var places) ? WithPlaces(places).Amount : Amount)}");

    private Money RoundedTo(int minorUnits, MidpointRounding rounding) =>
        (this with { Amount = Math.Round(Amount, minorUnits, rounding) }).WithPlaces(minorUnits);

    // The zero carries the decimal places, so that 180 is written 180.00 in every document.
    private Money WithPlaces(int places) => this with { Amount = Amount + new decimal(0, 0, 0, false, (byte)places) };

    private decimal In(string currency) => Currency == currency ? Amount : throw new CurrencyMismatchException(currency, Currency);
}
