using Rma.Credit.CreditCases;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.CreditCases;

/// <summary>Edges of choosing a fee, and of a referral whose facts are missing.</summary>
public sealed class FeeOverrideTests : Spec<CreditCase, CreditCaseEvent>
{
    [Fact]
    public void One_of_several_overrides_is_enough()
    {
        var allowed = new PolicyOverride(new("0195f000-0000-7000-8000-0000000000cc"), PolicyOverride.FeeOutsideBand, "C3", 5m, MondayDate);
        var referred = ReferralOf(Damaged with { Overrides = [allowed with { Percent = 7m }, allowed] }, "credit.damaged", Referred.Bounds);
        Given(referred).When(state => ChooseFee.Decide(state, new(5m, "a good customer", "ana", "credit-analyst", Us, Monday)))
            .Then(Fee20 with { Percent = 5m, ChosenAt = Monday });
    }

    [Fact]
    public void Without_the_invoice_nothing_is_granted_and_the_refusal_says_why()
    {
        var refused = Given(WithoutInvoice).When(state => DecideReferral.Decide(
            state, new(10m, "light scratch", [], "ana", "credit-analyst", LedgersOf(), Us, Monday))).ThenRefused("credit.facts-missing");
        Assert.Equal((string.Join(' ', WithoutInvoice.Decision.Clauses), WithoutInvoice.Decision.WouldChange),
            (string.Join(' ', refused.Clauses), refused.WouldChange));
    }

    [Theory]
    [InlineData(1, 0)] // the same revision: the earlier activation
    [InlineData(2, -1)] // a higher one: what the request says
    [InlineData(0, 0)] // a lower one: what the ledger says
    public void The_higher_revision_of_an_activation_counts(int revision, int expected)
    {
        var later = Activated.ActivatedAt.AddHours(1);
        var request = License with { LicenseActivation = new(revision == 2 ? null : later, revision) };
        var facts = Assessment.Of(request, LedgersOf(Activated), null, Us, Monday).Facts;
        Assert.Equal(expected < 0 ? null : Activated.ActivatedAt, facts.LicenseActivatedAt);
    }
}
