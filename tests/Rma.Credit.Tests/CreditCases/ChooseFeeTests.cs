using Rma.Credit.CreditCases;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.CreditCases;

[Trait("Rule", "C3/109")]
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
    public void The_same_choice_again_changes_nothing() => Given(Fee20, Referred).When(state => ChooseFee.Decide(state, Choose(20.00m))).ThenNothing();

    [Theory]
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
        Assert.Equal("Choose 15% to 25%, both included.", refused.WouldChange);
    }

    [Fact]
    public void Refuses_a_choice_after_the_decision()
    {
        Given(Credited180).When(state => ChooseFee.Decide(state, Choose(20m))).ThenRefused("credit.already-decided");
        Given(Late).When(state => ChooseFee.Decide(state, Choose(20m))).ThenRefused("credit.already-decided");
    }
}
