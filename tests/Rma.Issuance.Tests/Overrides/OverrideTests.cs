using Rma.Issuance.Disputes;
using Rma.Issuance.Overrides;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Overrides;

public sealed class OverrideTests : Spec<Override, OverrideEvent>
{
    private static readonly OverrideRequested Asked = new(
        Guid.Empty, "S1", "line.outside-warranty", "W1", null, "a customer of many years", MondayDate.AddDays(30), "dora", "returns-desk",
        Monday);

    private static readonly ApproveOverride Approve = new(null, "donna", "returns-desk", Monday.AddHours(1));
    private static readonly OverrideApproved Approved = new("donna", "returns-desk", Monday.AddHours(1));

    private static RequestOverride Ask(OverrideRequested request) => new(request, Examples.Policy, MondayDate);

    [Fact]
    public void An_override_is_asked_for() => Given().When(state => RequestOverride.Decide(state, Ask(Asked))).Then(Asked);

    [Theory]
    [InlineData("line.replaced", null, 30, "override.not-overridable")]
    [InlineData("credit.over-price-paid", null, 30, "override.not-overridable")]
    [InlineData("line.outside-warranty", 5, 30, "override.percent-misplaced")]
    [InlineData("fee.outside-band", null, 30, "override.percent-misplaced")]
    [InlineData("line.outside-warranty", null, -1, "override.expiry-out-of-range")]
    [InlineData("line.outside-warranty", null, 91, "override.expiry-out-of-range")]
    public void Refuses_what_is_never_overridden_and_what_has_no_end(string code, int? percent, int days, string refusal) =>
        Given().When(state => RequestOverride.Decide(
            state, Ask(Asked with { Code = code, Percent = percent, ExpiresOn = MondayDate.AddDays(days) }))).ThenRefused(refusal);

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Today_and_day_90_are_ends(int days) =>
        Assert.Single(RequestOverride.Decide(Override.Initial, Ask(Asked with { ExpiresOn = MondayDate.AddDays(days) })));

    [Fact]
    public void A_second_person_approves_it() => Given(Asked).When(state => ApproveOverride.Decide(state, Approve)).Then(Approved);

    [Fact]
    public void Or_does_not() => Given(Asked).When(state => ApproveOverride.Decide(state, Approve with { RejectedBecause = "no reason" }))
        .Then(new OverrideRejected("no reason", "donna", "returns-desk", Monday.AddHours(1)));

    [Fact]
    public void Refuses_the_same_person() =>
        Given(Asked).When(state => ApproveOverride.Decide(state, Approve with { By = "dora" })).ThenRefused("override.same-person");

    [Fact]
    public void Whoever_asked_may_withdraw_it_himself() =>
        Assert.IsType<OverrideRejected>(
            Assert.Single(ApproveOverride.Decide(Given(Asked).State, Approve with { By = "dora", RejectedBecause = "a mistake" })));

    [Fact]
    public void An_answer_is_final()
    {
        Given(Asked, Approved).When(state => ApproveOverride.Decide(state, Approve)).ThenNothing();
        Given(Asked, Approved).When(state => ApproveOverride.Decide(state, Approve with { RejectedBecause = "after all" }))
            .ThenRefused("override.already-answered");
        Given().When(state => ApproveOverride.Decide(state, Approve)).ThenRefused("override.not-requested");
        Given(Asked, Approved).When(state => RequestOverride.Decide(state, Ask(Asked))).ThenRefused("override.already-requested");
    }
}

public sealed class DisputeTests : Spec<Dispute, DisputeEvent>
{
    private static readonly DisputeRaised Raised = new(Guid.Empty, "request", "RMA-1", RmaId, "ACC-1", "only one day late", "ada", Monday);
    private static readonly ResolveDispute Uphold = new("upheld", "the window is closed", null, false, "dora", Monday.AddDays(1));
    private static readonly DisputeResolved Upheld = new("upheld", "the window is closed", null, "dora", Monday.AddDays(1));

    [Fact]
    public void A_requester_disagrees() => Given().When(state => RaiseDispute.Decide(state, new(Raised))).Then(Raised);

    [Fact]
    public void One_dispute_an_answer() =>
        Given(Raised).When(state => RaiseDispute.Decide(state, new(Raised with { Reason = "and it rained" })))
            .ThenRefused("dispute.already-raised");

    [Fact]
    public void The_desk_upholds_its_answer()
    {
        Given(Raised).When(state => ResolveDispute.Decide(state, Uphold)).Then(Upheld);
        Given(Raised, Upheld).When(state => ResolveDispute.Decide(state, Uphold with { By = "donna" })).ThenNothing();
        Given(Raised, Upheld).When(state => ResolveDispute.Decide(state, Uphold with { Outcome = "granted" }))
            .ThenRefused("dispute.already-resolved");
    }

    [Fact]
    public void Granting_it_on_an_override_needs_the_override()
    {
        var grant = Uphold with { Outcome = "granted", OverrideId = RmaId };
        Given(Raised).When(state => ResolveDispute.Decide(state, grant)).ThenRefused("dispute.override-not-granted");
        Given(Raised).When(state => ResolveDispute.Decide(state, grant with { OverrideIsGranted = true }))
            .Then(Upheld with { Outcome = "granted", OverrideId = RmaId });
    }

    [Fact]
    public void Refuses_its_raiser_and_what_nobody_raised()
    {
        Given(Raised).When(state => ResolveDispute.Decide(state, Uphold with { By = "ada" })).ThenRefused("dispute.same-person");
        Given().When(state => ResolveDispute.Decide(state, Uphold)).ThenRefused("dispute.not-raised");
    }
}
