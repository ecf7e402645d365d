using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class MoneyTests
{
    [Theory]
    [Trait("Rule", "C3/110")]
    [InlineData(15.045, 15.05)]
    [InlineData(15.055, 15.06)]
    [InlineData(15.0449, 15.04)]
    [InlineData(-15.045, -15.05)]
    [InlineData(0.005, 0.01)]
    public void Rounds_half_away_from_zero(double amount, double rounded) =>
        Assert.Equal(Usd((decimal)rounded), Usd((decimal)amount).Rounded(2));

    [Theory]
    [Trait("Rule", "C3/110")]
    [InlineData("JPY", 14.5, 15)]
    [InlineData("KWD", 1.0005, 1.001)]
    public void Rounds_to_the_minor_unit_of_the_currency(string currency, double amount, double rounded) =>
        Assert.Equal(
            new Money((decimal)rounded, currency), new Money((decimal)amount, currency).Rounded(Us.Settings.CurrencyMinorUnits[currency]));

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    public void Rounds_down_for_a_cap_and_up_for_a_floor()
    {
        Assert.Equal(Usd(100.30m), Usd(100.309m).RoundedDown(2));
        Assert.Equal(Usd(100.31m), Usd(100.301m).RoundedUp(2));
        Assert.Equal(Usd(100.30m), Usd(100.30m).RoundedUp(2));
    }

    [Fact]
    [Trait("Rule", "C2/111")]
    public void Adds_and_subtracts_in_one_currency()
    {
        Assert.Equal(Usd(3.50m), Usd(1.25m) + Usd(2.25m));
        Assert.Equal(Usd(-1.00m), Usd(1.25m) - Usd(2.25m));
        Assert.Equal(Usd(1.25m), Usd(1.25m) + Money.Zero("USD"));
    }

    [Fact]
    [Trait("Rule", "C2/111")]
    public void Refuses_to_add_or_subtract_two_currencies()
    {
        Assert.Throws<CurrencyMismatchException>(() => Usd(1m) + new Money(1m, "EUR"));
        Assert.Throws<CurrencyMismatchException>(() => Usd(1m) - Money.Zero("EUR"));
    }

    [Fact]
    [Trait("Rule", "C2/111")]
    public void Is_written_with_the_places_of_its_currency()
    {
        Assert.Equal("USD 180.00", Usd(180m).Rounded(2).ToString());
        Assert.Equal("JPY 180", new Money(180.0m, "JPY").Rounded(0).ToString());
    }
}
