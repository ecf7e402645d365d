using System.Globalization;

namespace Rma.Policy;

/// <summary>An amount in the major unit of a currency. It may carry more places than are paid; what is paid is rounded first.</summary>
/// <param name="Amount">In major units (dollars, not cents); negative for a deduction.</param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>Rounded to the minor unit, half away from zero, never half to even.</summary>
    /// <param name="minorUnits">Decimal places of the currency, see <see cref="PolicySettings.CurrencyMinorUnits"/>.</param>
    public Money Rounded(int minorUnits) => RoundedTo(minorUnits, MidpointRounding.AwayFromZero);

    /// <summary>The largest amount in whole minor units that is not above this one: what may be paid out under a cap (W13).</summary>
    /// <param name="minorUnits">Decimal places of the currency.</param>
    public Money RoundedDown(int minorUnits) => RoundedTo(minorUnits, MidpointRounding.ToNegativeInfinity);

    /// <summary>The smallest amount in whole minor units that is not below this one.</summary>
    /// <param name="minorUnits">Decimal places of the currency.</param>
    public Money RoundedUp(int minorUnits) => RoundedTo(minorUnits, MidpointRounding.ToPositiveInfinity);

    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => left with { Amount = left.Amount + right.In(left.Currency) };

    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => left with { Amount = left.Amount - right.In(left.Currency) };

    /// <summary>The same amount as a deduction.</summary>
    public static Money operator -(Money money) => money with { Amount = -money.Amount };

    /// <summary>For people: <c>USD 85.25</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Currency} {Amount}");

    // The zero carries the currency's places, so that 180 is written 180.00 on every document.
    private Money RoundedTo(int minorUnits, MidpointRounding rounding) =>
        this with { Amount = Math.Round(Amount, minorUnits, rounding) + new decimal(0, 0, 0, false, (byte)minorUnits) };

    private decimal In(string currency) => Currency == currency ? Amount : throw new CurrencyMismatchException(currency, Currency);
}
