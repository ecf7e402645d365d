using Rma.Credit.CreditCases;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.CreditCases;

public sealed class ChooseFeeTests : Spec<CreditCase, CreditCaseEvent>
{
    private static ChooseFee Choose(decimal percent) => new(percent, "a good customer", "ana", "credit-analyst", Us, Monday.AddDays(-1));

    [Fact]
    public void A_fee_may_be_chosen_before_anybody_asked() => Given().When(state => ChooseFee.Decide(state, Choose(20m))).Then(Fee20);

    [Fact]
    public void A_fee_may_be_chosen_on_a_referred_case() => Given(Referred).When(state => ChooseFee.Decide(state, Choose(20m))).Then(Fee20);

    [Fact]
    public void Another_choice_replaces_the_first() =>
        Given(Fee20).When(state => ChooseFee.Decide(state, Choose(17.5m))).Then(Fee20 with { Percent = 17.5m });

    [Fact]
    [Rule("V4/109", Shows.AlreadySo)]
    public void The_same_choice_again_changes_nothing() =>
        Given(Fee20, Referred).When(state => ChooseFee.Decide(state, Choose(20.00m))).ThenNothing();

    [Theory]
    [Rule("V4/109", Shows.Accepted)]
    [Rule("V4/109", Shows.Refused)]
    [InlineData(15, true)]
    [InlineData(25, true)]
    [InlineData(14.99, false)]
    [InlineData(25.01, false)]
    [InlineData(-20, false)]
    public void Both_ends_of_the_band_belong_to_it(double percent, bool allowed)
    {
        var choosing = Given().When(state => ChooseFee.Decide(state, Choose((decimal)percent)));
        if (allowed)
        {
            choosing.Then(Fee20 with { Percent = (decimal)percent });
            return;
        }

        var refused = choosing.ThenRefused("credit.fee-outside-band");
        Assert.Equal(["C3", "V4"], refused.Clauses);
        Assert.Equal("Choose 15% to 25%, both included, or have exactly this fee allowed by an override.", refused.WouldChange);
    }

    [Fact]
    public void Refuses_a_choice_after_the_decision()
    {
        Given(Credited180).When(state => ChooseFee.Decide(state, Choose(20m))).ThenRefused("credit.already-decided");
        Given(Late).When(state => ChooseFee.Decide(state, Choose(20m))).ThenRefused("credit.already-decided");
    }

    [Fact]
    [Rule("V4/109", Shows.Accepted)]
    [Rule("V4/109", Shows.Refused)]
    public void Outside_the_band_two_people_have_to_have_allowed_exactly_this_fee()
    {
        var allowed = new PolicyOverride(new("0195f000-0000-7000-8000-0000000000cc"), PolicyOverride.FeeOutsideBand, "C3", 5m, MondayDate);
        var referred = ReferralOf(Damaged with { Overrides = [allowed] }, "credit.damaged", Referred.Bounds);
        Given(referred).When(state => ChooseFee.Decide(state, Choose(5m))).Then(Fee20 with { Percent = 5m });
        Given(referred).When(state => ChooseFee.Decide(state, Choose(6m))).ThenRefused("credit.fee-outside-band");
        Given(referred).When(state => ChooseFee.Decide(state, Choose(5m) with { Now = Monday.AddDays(1) }))
            .ThenRefused("credit.fee-outside-band");
        Given().When(state => ChooseFee.Decide(state, Choose(5m))).ThenRefused("credit.fee-outside-band");

        var facts = Assessment.Of(Camera with { Inspection = OpenBox, Overrides = [allowed] }, LedgersOf(), Fee20 with { Percent = 5m }, Us,
            Monday);
        Assert.Equal(Usd(171.00m), Assert.IsType<CreditAssessment.Entitled>(facts.Answer).NetCredit);
        var lapsed = Assessment.Of(Camera with { Inspection = OpenBox, Overrides = [allowed with { Percent = 6m }] }, LedgersOf(),
            Fee20 with { Percent = 5m }, Us, Monday);
        Assert.Equal(Usd(153.00m), Assert.IsType<CreditAssessment.Entitled>(lapsed.Answer).NetCredit);
    }

    [Fact]
    public void Whoever_inspected_the_unit_does_not_choose_its_fee_not_even_ahead()
    {
        Given(ReferralOf(Damaged with { InspectedBy = "ana" }, "credit.damaged", Referred.Bounds))
            .When(state => ChooseFee.Decide(state, Choose(20m))).ThenRefused("credit.inspected-by-same-person");
        var lapsed = Assessment.Of(Camera with { Inspection = OpenBox, InspectedBy = "ana" }, LedgersOf(), Fee20, Us, Monday);
        Assert.Null(lapsed.Facts.ChosenFeePercent);
    }
}
