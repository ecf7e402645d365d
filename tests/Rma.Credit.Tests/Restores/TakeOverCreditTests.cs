using Rma.Credit.CreditCases;
using Rma.Credit.Restores;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests.Restores;

/// <summary>A decision that was told before a restore lost it.</summary>
public sealed class TakeOverCreditTests : Spec<CreditCase, CreditCaseEvent>
{
    private static readonly V1.CreditIssued Told = (V1.CreditIssued)CreditCaseIntegrationEvents.Of(
        new CreditCase.Issued(Credited180, null, null), Credited180).Single();

    private static TakeOverCredit TakeOver(CreditRequest request, V1.CreditIssued? issued, V1.CreditDenied? denied = null) =>
        new(request, LedgersOf(), Us, new ToldCredit(issued, denied));

    [Fact]
    public void What_the_policy_had_decided_is_the_event_that_was_lost() =>
        Given().When(state => TakeOverCredit.Decide(state, TakeOver(Camera, Told))).Then(Credited180);

    [Fact]
    public void What_an_analyst_had_granted_is_stored_as_it_was_told()
    {
        var granted = Told with
        {
            Amount = 120m, Lines = [new("price", 200m), new("restocking-fee", -30m), new("damage-fee", -50m)], Clauses = ["C5"],
        };
        var issued = Assert.IsType<CreditIssued>(Assert.Single(TakeOverCredit.Decide(Given(Referred).State, TakeOver(Damaged, granted))));
        Assert.Equal((CreditId, Usd(120m), Usd(120m), Monday), (issued.CreditId, issued.Net, issued.Total, issued.IssuedAt));
        Assert.Equal((TakeOverCredit.Decider, MondayDate), (issued.Decision.DecidedBy, issued.Decision.BusinessDate));
        // Decided by a person: it is not decided again by the policy.
        Assert.Empty(issued.Decided);
    }

    [Fact]
    public void A_denial_is_stored_as_it_was_told()
    {
        var late = Camera with { Purchase = Paid180 with { InvoiceDate = MondayDate.AddDays(-120) } };
        var denied = Assert.IsType<CreditDenied>(Assert.Single(AssessCredit.Decide(
            CreditCase.Initial, new(late, LedgersOf(), Us, Monday))));
        var told = (V1.CreditDenied)CreditCaseIntegrationEvents.Of(new CreditCase.Denied(denied, null, null), denied).Single();
        Given().When(state => TakeOverCredit.Decide(state, TakeOver(late, null, told))).Then(denied);
    }

    [Fact]
    public void What_is_here_already_is_left_alone() =>
        Given(Credited180).When(state => TakeOverCredit.Decide(state, TakeOver(Camera, Told))).ThenNothing();

    [Fact]
    public void A_case_that_is_decided_otherwise_is_for_a_person() => Given(Credited180)
        .When(state => TakeOverCredit.Decide(state, TakeOver(Camera, Told with { Amount = 90m }))).ThenRefused("restore.decided-otherwise");

    [Fact]
    public void A_credit_of_another_return_is_refused() => Given()
        .When(state => TakeOverCredit.Decide(state, TakeOver(Camera, Told with { CreditId = OtherReturnId })))
        .ThenRefused("restore.other-credit");
}
