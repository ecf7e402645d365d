using FsCheck.Fluent;
using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class RestockingFeeTests
{
    [Theory]
    [Rule("C3/110", Shows.Accepted)]
    [InlineData(100.30, 15, 15.05)] // E02a: half to even would give 15.04, under 15%
    [InlineData(100.30, 25, 25.07)] // E02b: 25.08 would be over 25%
    [InlineData(100.30, 20, 20.06)]
    [InlineData(100.25, 18, 18.05)] // 18.045, with no end of the band near
    [InlineData(33.30, 15, 5.00)] // E17
    [InlineData(200.00, 15, 30.00)]
    [InlineData(100.01, 15, 15.01)] // 15.0015 rounds down to less than 15%
    [InlineData(0.04, 15, 0.01)]
    [InlineData(0, 15, 0)]
    public void The_fee_is_rounded_half_up_and_kept_inside_the_band(double price, double percent, double fee) =>
        Assert.Equal(Usd((decimal)fee), RestockingFee.Compute(Us, Usd((decimal)price), (decimal)percent));

    [Theory]
    [Rule("C3/110", Shows.Accepted)]
    [InlineData("JPY", 10030, 1505)]
    [InlineData("JPY", 33, 5)]
    [InlineData("KWD", 1.003, 0.151)]
    public void The_fee_is_in_whole_minor_units_of_its_currency(string currency, double price, double fee) =>
        Assert.Equal(new Money((decimal)fee, currency), RestockingFee.Compute(Us, new Money((decimal)price, currency), 15m));

    [Theory]
    [Rule("V4/109", Shows.Refused)]
    [InlineData(0.01)]
    [InlineData(0.02)]
    [InlineData(0.03)]
    [InlineData(0.07)]
    public void A_price_with_no_lawful_fee_bears_none(double price) =>
        Assert.Equal(Usd(0m), RestockingFee.Compute(Us, Usd((decimal)price), 25m));

    [Theory]
    [Rule("V4/109", Shows.Accepted)]
    [Rule("V4/109", Shows.Refused)]
    [InlineData(14.99, false)]
    [InlineData(15, true)]
    [InlineData(25, true)]
    [InlineData(25.01, false)]
    public void Only_a_percentage_within_the_band_may_be_chosen(double percent, bool allowed)
    {
        Assert.Equal(allowed, RestockingFee.IsWithinBand(Us, (decimal)percent));
        var refusal = Record.Exception(() => RestockingFee.Compute(Us, Usd(100m), (decimal)percent));
        Assert.Equal(allowed ? null : (decimal)percent, (refusal as FeeOutsideBandException)?.Percent);
    }

    [Fact]
    [Rule("C3/110", Shows.Refused)]
    public void A_price_that_cannot_be_rounded_or_is_negative_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RestockingFee.Compute(Us, new Money(1m, "XAU"), 15m));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestockingFee.Compute(Us, Usd(-0.01m), 15m));
    }

    [Fact]
    [Trait("Rule", "C3/I4")]
    public void A_fee_is_nothing_or_between_15_and_25_percent_in_any_currency() =>
        Prop.ForAll(
            (from currency in Gen.Elements("USD", "JPY", "KWD")
             from minor in Gen.OneOf(Gen.Choose(0, 200), Gen.Choose(0, 10_000_000))
             from basisPoints in Gen.Choose(1500, 2500)
             select (currency, minor, percent: basisPoints / 100m)).ToArbitrary(),
            it =>
            {
                var minorUnits = Us.Settings.CurrencyMinorUnits[it.currency];
                var price = new Money(it.minor / (decimal)Math.Pow(10, minorUnits), it.currency);
                var fee = RestockingFee.Compute(Us, price, it.percent);
                return fee == fee.RoundedDown(minorUnits)
                    && (fee.Amount == 0m || (fee.Amount >= price.Amount * 0.15m && fee.Amount <= price.Amount * 0.25m))
                    && (fee.Amount > 0m || it.minor is 0 or 1 or 2 or 3 or 7);
            }).Holds();
}
