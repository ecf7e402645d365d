namespace Rma.Policy;

/// <summary>A restocking fee on one unit (C3).</summary>
/// <param name="Percent">The rate used (15 = 15%); the rounded amount may be another percentage within the band.</param>
/// <param name="Amount">Positive, in whole minor units.</param>
/// <param name="Triggers">The reasons: <see cref="OpenBox"/>, <see cref="MissingAccessories"/> or both.</param>
public sealed record RestockingFee(decimal Percent, Money Amount, ValueList<string> Triggers)
{
    /// <summary>The retail box was opened or the factory seal broken .</summary>
    public const string OpenBox = "open-box";

    /// <summary>Not all accessories were returned.</summary>
    public const string MissingAccessories = "missing-accessories";

    /// <summary>
    /// The fee on one unit: half-up to the minor unit, then kept inside the band (rule 110, E02), per unit and never per document (E17). A
    /// price so small that no whole minor unit lies inside the band (1, 2, 3 or 7 cents at 15–25%) has no fee, because no amount would be
    /// allowed.
    /// </summary>
    /// <param name="version">Gives the band and the minor unit.</param>
    /// <param name="price">Price paid for the unit, without tax and freight; not negative.</param>
    /// <param name="percent">Inside the band, in percent.</param>
    /// <exception cref="FeeOutsideBandException">The percentage lies outside the band.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The price is negative or in a currency without a known minor unit.</exception>
    public static Money Compute(PolicyVersion version, Money price, decimal percent)
    {
        EnsureWithinBand(version, percent);
        ArgumentOutOfRangeException.ThrowIfNegative(price.Amount, nameof(price));
        if (Band(version, price) is not var (least, most))
            return Money.Zero(price.Currency);
        var fee = Share(price, percent).Rounded(MinorUnits(version, price));
        return fee with { Amount = Math.Clamp(fee.Amount, least.Amount, most.Amount) };
    }

    /// <summary>
    /// The minimum and maximum fee on this price, in whole minor units; null when no whole minor unit lies inside the band.
    /// </summary>
    /// <inheritdoc cref="Compute" path="/param" />
    public static (Money Least, Money Most)? Band(PolicyVersion version, Money price)
    {
        var minorUnits = MinorUnits(version, price);
        var least = Share(price, version.Settings.RestockingFeeMinPercent).RoundedUp(minorUnits);
        var most = Share(price, version.Settings.RestockingFeeMaxPercent).RoundedDown(minorUnits);
        return least.Amount > most.Amount ? null : (least, most);
    }

    /// <summary>The fee when an override allows one outside the band: half-up to the minor unit, from zero to the whole price.</summary>
    /// <inheritdoc cref="Compute" path="/param" />
    /// <exception cref="ArgumentOutOfRangeException">The percentage is not 0 to 100, or the price is negative or in an unknown
    /// currency.</exception>
    public static Money ComputeOutsideBand(PolicyVersion version, Money price, decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(price.Amount, nameof(price));
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100m);
        return Share(price, percent).Rounded(MinorUnits(version, price));
    }

    /// <summary>Whether a percentage may be chosen; both ends are included.</summary>
    public static bool IsWithinBand(PolicyVersion version, decimal percent) =>
        percent >= version.Settings.RestockingFeeMinPercent && percent <= version.Settings.RestockingFeeMaxPercent;

    private static int MinorUnits(PolicyVersion version, Money price) =>
        version.Settings.CurrencyMinorUnits.TryGetValue(price.Currency, out var minorUnits)
        ? minorUnits
        : throw new ArgumentOutOfRangeException(nameof(price), price.Currency, "The minor unit of this currency is not known.");

    internal static void EnsureWithinBand(PolicyVersion version, decimal percent)
    {
        if (!IsWithinBand(version, percent))
            throw new FeeOutsideBandException(percent, version.Settings.RestockingFeeMinPercent, version.Settings.RestockingFeeMaxPercent);
    }

    private static Money Share(Money price, decimal percent) => price with { Amount = price.Amount * percent / 100m };
}
