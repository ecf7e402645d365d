using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.Facts;

/// <summary>
/// A license is judged at the time of the decision (C7, rule 108): the request contains the known facts, and they are requested again.
/// </summary>
public sealed class LicenseQuestionTests : Spec<CreditCase, CreditCaseEvent>
{
    private static readonly CreditFactsAsked Asked = new(License, Monday);
    private static readonly CreditRequest Activated =
        License with { RequestedAt = Monday.AddMinutes(1), LicenseActivation = new(Monday.AddHours(-1), 1) };

    private static AssessCredit Ask(CreditRequest request, bool confirmed, params LedgerEvent[] ledger) =>
        new(request, LedgersOf(ledger), Us, Monday, confirmed);

    [Fact]
    public void A9_a_question_that_may_have_waited_is_not_decided_but_asked_back() =>
        Given().When(state => AssessCredit.Decide(state, Ask(License, confirmed: false))).Then(Asked);

    [Fact]
    public void A9_what_issuance_knew_denies_the_credit_though_the_activation_is_not_heard_of_here() =>
        Assert.Equal("credit.licence-activated", Assert.IsType<CreditDenied>(Assert.Single(
            AssessCredit.Decide(Given(Asked).State, Ask(Activated, confirmed: true)))).Code);

    [Fact]
    public void A9_confirmed_and_unused_it_is_credited_and_only_once()
    {
        var decided = AssessCredit.Decide(Given(Asked).State, Ask(License, confirmed: true)).ToArray();
        Assert.IsType<CreditIssued>(Assert.Single(decided));
        Given([Asked, .. decided]).When(state => AssessCredit.Decide(state, Ask(License, confirmed: true))).ThenNothing();
    }

    [Fact]
    public void A9_asked_otherwise_meanwhile_it_asks_back_again()
    {
        var later = License with { RequestedAt = Monday.AddMinutes(5) };
        Given(Asked).When(state => AssessCredit.Decide(state, Ask(later, confirmed: false))).Then(new CreditFactsAsked(later, Monday));
        Given(Asked).When(state => AssessCredit.Decide(state, Ask(License, confirmed: false))).ThenNothing();
        Given(Asked).When(state => AssessCredit.Decide(state, Ask(License with { SerialNumber = "OTHER" }, confirmed: true)))
            .ThenRefused("credit.other-item");
    }

    [Fact]
    public void Whoever_heard_of_the_higher_revision_knows_better()
    {
        var taken = new LicenseActivationRecorded("VMS", Monday.AddHours(-1), Monday, 2, Withdrawn: true);
        Assert.Null(Assessment.Of(Activated, LedgersOf(Examples.Activated, taken), null, Us, Monday).Facts.LicenseActivatedAt);
        Assert.NotNull(Assessment.Of(Activated with { LicenseActivation = new(Monday.AddHours(-1), 3) },
            LedgersOf(Examples.Activated, taken), null, Us, Monday).Facts.LicenseActivatedAt);
        Assert.Null(Assessment.Of(License with { LicenseActivation = new(null, 2) }, LedgersOf(Examples.Activated), null, Us, Monday)
            .Facts.LicenseActivatedAt);
        var earlier = Assessment.Of(License with { LicenseActivation = new(Monday.AddHours(-2), 1) }, LedgersOf(Examples.Activated), null,
            Us, Monday);
        Assert.Equal(Monday.AddHours(-2), earlier.Facts.LicenseActivatedAt);
    }
}
