using Rma.Testing;
using static Rma.Policy.Tests.CreditAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Price, fee, tax and the lifetime cap.</summary>
public sealed class CreditAmountTests
{
    [Theory]
    [Rule("C3/101", Shows.Accepted)]
    [Rule("C3/101", Shows.Refused)]
    [InlineData(false, false, 0, null)]
    [InlineData(true, false, 0, 15)]
    [InlineData(false, true, 0, 15)] // a broken seal is open-box even when the box was not opened
    [InlineData(true, true, 0, 15)] // one trigger, not two
    [InlineData(false, false, 1, 15)] // sealed, yet short of parts
    [InlineData(true, false, 1, 25)]
    [InlineData(false, true, 2, 25)]
    public void Open_box_and_missing_accessories_each_trigger_a_fee(bool boxOpened, bool sealBroken, int missing, int? percent)
    {
        var credit = Entitled(Returned with
        {
            Inspection = Sealed with
            {
                RetailBoxOpened = boxOpened, FactorySealBroken = sealBroken,
                MissingAccessories = [.. Enumerable.Repeat("power supply", missing)],
            },
        });

        Assert.Equal((decimal?)percent, credit.Fee?.Percent);
        Assert.Equal(Usd(180m - (180m * (percent ?? 0) / 100m)), credit.NetCredit);
        Assert.Contains(percent is null ? Clauses.C2 : Clauses.C3, credit.Decision.Clauses);
    }

    [Theory]
    [Rule("C3/110", Shows.Accepted)]
    [Rule("V4/109", Shows.Accepted)]
    [InlineData(15, 15.05, 85.25)] // E02a
    [InlineData(25, 25.07, 75.23)] // E02b
    public void A_fee_may_be_chosen_within_the_band(double percent, double fee, double credit)
    {
        var entitled = Entitled(Returned with { NetPrice = 100.30m, Inspection = OpenBox, ChosenFeePercent = (decimal)percent });

        Assert.Equal(new RestockingFee((decimal)percent, Usd((decimal)fee), [RestockingFee.OpenBox]), entitled.Fee);
        Assert.Equal(Usd((decimal)credit), entitled.NetCredit);
    }

    [Theory]
    [Rule("V4/109", Shows.Refused)]
    [InlineData(14.99)]
    [InlineData(25.01)]
    public void A_fee_outside_the_band_is_refused(double percent)
    {
        var facts = Returned with { ChosenFeePercent = (decimal)percent };
        Assert.Throws<FeeOutsideBandException>(() => CreditPolicy.Assess(Us, facts));
        Assert.Throws<FeeOutsideBandException>(() => BoundsOf(facts));
    }

    [Fact]
    [Rule("C3/101", Shows.Refused)]
    public void A_chosen_fee_is_not_charged_without_a_trigger() =>
        Assert.Equal(Usd(180.00m), Entitled(Returned with { ChosenFeePercent = 25m }).Total);

    [Fact]
    [Rule("C3/110", Shows.Accepted)]
    public void The_fee_is_taken_per_unit_not_per_document()
    {
        var one = Entitled(Returned with { NetPrice = 33.30m, Inspection = OpenBox }); // E17

        Assert.Equal(Usd(84.90m), one.Total + one.Total + one.Total);
    }

    [Fact]
    [Rule("C2/111", Shows.Accepted)]
    public void Tax_is_reversed_as_invoiced_in_the_currency_of_the_invoice()
    {
        var credit = Entitled(Returned with { NetPrice = 10_030m, Tax = 1_003m, Currency = "JPY", Inspection = OpenBox });

        Assert.Equal(
            [new("price", new(10_030m, "JPY")), new("restocking-fee", new(-1_505m, "JPY")), new("tax-reversal", new(1_003m, "JPY"))],
            credit.Lines);
        Assert.Equal((new Money(8_525m, "JPY"), new Money(9_528m, "JPY")), (credit.NetCredit, credit.Total));
    }

    [Fact]
    [Rule("C6/106", Shows.Accepted)]
    [Rule("W12/47", Shows.Accepted)]
    public void No_line_is_for_freight() =>
        Assert.Equal(
            ["price", "restocking-fee", "tax-reversal"],
            Entitled(Returned with { Tax = 10m, Inspection = OpenBox }).Lines.Select(line => line.Kind));

    [Fact]
    [Rule("W13/48", Shows.Accepted)]
    public void A_price_in_fractions_of_a_cent_is_credited_without_them() =>
        Assert.Equal(Usd(100.30m), Entitled(Returned with { NetPrice = 100.309m }).Total);

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    [Rule("W13/48", Shows.Accepted)]
    public void A_serial_is_never_credited_beyond_its_price() // E05c
    {
        Assert.Equal((Outcome.No, "credit.over-price-paid"), Answer(Returned with { CreditedBefore = 180.00m }));
        Assert.Equal((Outcome.No, "credit.over-price-paid"), Answer(Returned with { CreditedBefore = 0.01m }));
        Assert.Equal((Outcome.No, "credit.over-price-paid"), Answer(Returned with { CreditedBefore = 27.01m, Inspection = OpenBox }));
        Assert.Equal((Outcome.No, "credit.over-price-paid"), Answer(Returned with { CreditedBefore = 180.00m, Inspection = null }));
        Assert.Equal(["W13"], Denied(Returned with { CreditedBefore = 180.00m }).Decision.Clauses);
        Assert.Equal((Outcome.Yes, null), Answer(Returned));
    }

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void An_earlier_credit_that_leaves_room_is_referred_within_that_room()
    {
        var fits = Referred(Returned with { CreditedBefore = 27.00m, Inspection = OpenBox });
        Assert.Equal("credit.earlier-credit", fits.Code);
        Assert.Equal(new CreditBounds(Usd(0m), Usd(153.00m)), fits.Bounds);

        var before = Returned with { CreditedBefore = 1.00m, Inspection = OpenBox with { MissingAccessories = ["cable"] } };
        Assert.Equal(Usd(135.00m), BoundsOf(before)!.Maximum);
    }

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void Earlier_credits_cannot_be_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditPolicy.Assess(Us, Returned with { CreditedBefore = -0.01m }));

    [Fact]
    [Rule("C2/111", Shows.Refused)]
    public void A_currency_that_the_policy_does_not_know_is_referred() =>
        Assert.Equal(["minor unit of XAU"], Missing(Returned with { Currency = "XAU" }));

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void A17_a_unit_that_cost_nothing_has_nothing_due_and_no_note()
    {
        Assert.Equal("credit.nothing-due", Denied(Returned with { NetPrice = 0m, Inspection = OpenBox }).Code);
        Assert.Equal("credit.nothing-due", Denied(Returned with { NetPrice = 0.004m }).Code);
        Assert.Equal("credit.nothing-due", Denied(Returned with { NetPrice = 0m, IsLicense = true, Inspection = null }).Code);
        Assert.Equal(Usd(0.01m), Entitled(Returned with { NetPrice = 0.01m, Tax = 0m }).Total);
        Assert.Equal(Usd(2m), Entitled(Returned with { NetPrice = 0m, Tax = 2m }).Total);
        Assert.IsType<CreditAssessment.Referred>(CreditPolicy.Assess(Us, Returned with { NetPrice = null }));
    }

    [Fact]
    public void A17_facts_stored_before_are_decided_again_as_they_were() =>
        Assert.Equal(Usd(0m), Entitled(Returned with { NetPrice = 0m, Edition = RuleEdition.First }).Total);
}
