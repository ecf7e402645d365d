using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.Facts;

/// <summary>The band of a restocking fee applies to every route where a person sets one (I4, A-33).</summary>
public sealed class FeeBoundTests : Spec<ChargeCase, ChargeCaseEvent>
{
    // Paid with 400.00 and sent back by another service in another currency, so that an analyst has to decide.
    private static readonly ChargeRequest Exchange = new(
        ReturnId, new("0195f000-0000-7000-8000-0000000000bb"), Number, 1, "ACC-1", "S30", "CAM-2", Remedies.OtcExchange,
        Paid180 with { NetPrice = 400m },
        ["cable"], NoFaultFound: false, null, QuoteDeclined: false, Diagnosed: false, Covered: false, new("Air", 90m, 10m, "EUR"), "USD",
        Monday);

    private static readonly ChargeReferred Referred =
        Assert.IsType<ChargeReferred>(Assert.Single(AssessCharge.Decide(ChargeCase.Initial, new(Exchange, Us, Monday))));

    private static readonly ChargeFeeChosen Chosen20 = new(20m, "ana", "credit-analyst", "a good customer", Monday);

    private static DecideCharge Charge(decimal amount) =>
        new([new("restocking-fee", amount)], "as agreed", "ana", "credit-analyst", Us, Monday);

    private static ChooseFee Choose(decimal percent) => new(percent, "a good customer", "ana", "credit-analyst", Us, Monday);

    private static ChargeRaised Raised(ChargeCase state, decimal amount) =>
        Assert.IsType<ChargeRaised>(DecideCharge.Decide(state, Charge(amount)).Last());

    [Theory]
    [InlineData(59.99)]
    [InlineData(0.01)]
    [InlineData(100.01)]
    [InlineData(400)]
    public void A10_a_fee_outside_the_band_is_refused(double amount) =>
        Given(Referred).When(state => DecideCharge.Decide(state, Charge((decimal)amount))).ThenRefused("charge.amount-outside-bounds");

    [Theory]
    [InlineData(60.00)]
    [InlineData(75.50)]
    [InlineData(100.00)]
    public void A10_a_fee_inside_the_band_both_ends_included_is_charged(double amount) =>
        Assert.Equal(Usd((decimal)amount), Raised(Given(Referred).State, (decimal)amount).Total);

    [Fact]
    public void A10_no_fee_at_all_is_a_waiver() => Assert.IsType<NoChargeDue>(
        DecideCharge.Decide(Given(Referred).State, new([], "a mistake of ours", "ana", "credit-analyst", Us, Monday)).Last());

    [Fact]
    public void A10_an_override_allows_exactly_its_own()
    {
        var allowed = new PolicyOverride(new("0195f000-0000-7000-8000-0000000000cc"), PolicyOverride.FeeOutsideBand, "T5", 10m, MondayDate);
        var referred = Assert.IsType<ChargeReferred>(
            Assert.Single(AssessCharge.Decide(ChargeCase.Initial, new(Exchange with { Overrides = [allowed] }, Us, Monday))));
        Assert.Equal(Usd(40.00m), Raised(Given(referred).State, 40m).Total);
        Given(referred).When(state => DecideCharge.Decide(state, Charge(39.99m))).ThenRefused("charge.amount-outside-bounds");
        Given(referred).When(state => DecideCharge.Decide(state, Charge(60m))).ThenRefused("charge.amount-outside-bounds");
    }

    [Fact]
    public void A10_what_is_no_fee_keeps_its_own_bounds()
    {
        var freight = new DecideCharge([new("freight-deviation", 0.01m)], "as agreed", "ana", "credit-analyst", Us, Monday);
        Assert.Equal(new Money(0.01m, "EUR"),
            Assert.IsType<ChargeRaised>(DecideCharge.Decide(Given(Referred).State, freight).Last()).Total);
        Given(Referred).When(state => DecideCharge.Decide(state, freight with { Lines = [new("freight-deviation", 80.01m)] }))
            .ThenRefused("charge.amount-outside-bounds");
    }

    [Fact]
    public void A11_the_fee_of_an_exchange_is_chosen_inside_the_band_and_charged()
    {
        Given().When(state => ChooseChargeFee.Decide(state, Choose(20m))).Then(Chosen20);
        Given(Chosen20).When(state => ChooseChargeFee.Decide(state, Choose(20m))).ThenNothing();
        var plain = Exchange with { Freight = null };
        Assert.Equal(Usd(80.00m), Assert.IsType<ChargeRaised>(
            Assert.Single(AssessCharge.Decide(Given(Chosen20).State, new(plain, Us, Monday)))).Total);
        Assert.Equal(Usd(60.00m), Assert.IsType<ChargeRaised>(Assert.Single(AssessCharge.Decide(Given().State, new(plain, Us, Monday))))
            .Total);
    }

    [Fact]
    public void A11_a_choice_that_cannot_have_effect_is_refused()
    {
        var raised = AssessCharge.Decide(ChargeCase.Initial, new(Exchange with { Freight = null }, Us, Monday)).ToArray();
        Given(raised).When(state => ChooseChargeFee.Decide(state, Choose(20m))).ThenRefused("charge.already-decided");
        Given().When(state => ChooseChargeFee.Decide(state, Choose(14m))).ThenRefused("credit.fee-outside-band");
        Given(Referred).When(state => ChooseChargeFee.Decide(state, Choose(25m))).Then(Chosen20 with { Percent = 25m });
        var repair = Assert.IsType<ChargeReferred>(Assert.Single(AssessCharge.Decide(
            ChargeCase.Initial, new(Exchange with { Remedy = Remedies.PaidRepair, ApprovedQuote = new(1, 10m, "USD") }, Us, Monday))));
        Given(repair).When(state => ChooseChargeFee.Decide(state, Choose(20m))).ThenRefused("fee.no-effect");
    }

    [Fact]
    public void A11_whoever_inspected_the_unit_chooses_no_fee_not_even_ahead()
    {
        var inspected = Exchange with { Freight = null, InspectedBy = "ana" };
        Assert.Equal(Usd(60.00m), Assert.IsType<ChargeRaised>(
            Assert.Single(AssessCharge.Decide(Given(Chosen20).State, new(inspected, Us, Monday)))).Total);
    }
}
