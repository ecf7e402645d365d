namespace Rma.Policy.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("USD", 2), InlineData("CHF", 2), InlineData("CNY", 2), InlineData("KRW", 0), InlineData("ISK", 0), InlineData("JPY", 0),
        InlineData("BHD", 3), InlineData("CLF", 4)]
    public void D6_every_currency_of_ISO_4217_has_its_minor_unit(string code, int places)
    {
        Assert.Equal(places, Currencies.MinorUnits[code]);
        Assert.Equal(places, Examples.Us.Settings.CurrencyMinorUnits[code]);
    }

    [Theory]
    [InlineData("XXX"), InlineData("XAU"), InlineData("usd"), InlineData("US"), InlineData(""), InlineData("ZZZ")]
    public void D6_what_is_no_currency_with_a_minor_unit_is_none(string code) => Assert.False(Currencies.IsKnown(code));

    [Theory]
    [InlineData(145.5, "USD", "USD 145.50"), InlineData(100, "JPY", "JPY 100"), InlineData(1.5, "KWD", "KWD 1.500")]
    public void C8_amounts_are_shown_in_the_places_of_their_currency(double amount, string currency, string shown) =>
        Assert.Equal(shown, Currencies.Show((decimal)amount, currency));

    [Fact]
    public void D6_what_a_version_writes_down_itself_goes_before() =>
        Assert.Equal(2, PolicyVersion.Parse(Examples.Us.Document.Replace("\"KWD\": 3", "\"KWD\": 2", StringComparison.Ordinal))
            .Settings.CurrencyMinorUnits["KWD"]);
}
