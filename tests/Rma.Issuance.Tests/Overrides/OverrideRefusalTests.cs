using Rma.Issuance.Disputes;
using Rma.Issuance.Overrides;
using Rma.Testing;
using static Rma.Issuance.Tests.Examples;

namespace Rma.Issuance.Tests.Overrides;

/// <summary>What refused overrides and disputes say.</summary>
public sealed class OverrideRefusalTests : Spec<Override, OverrideEvent>
{
    private static readonly OverrideRequested Asked = new(
        Guid.Empty, "S1", "line.outside-warranty", "W1", null, "a customer of many years", MondayDate.AddDays(30), "dora", "returns-desk",
        Monday);

    private static RequestOverride Ask(OverrideRequested request) => new(request, Examples.Policy, MondayDate);

    [Fact]
    public void A_refused_override_names_its_clause_and_what_may_be_overridden()
    {
        var never = Given().When(state => RequestOverride.Decide(state, Ask(Asked with { Code = "line.replaced" })))
            .ThenRefused("override.not-overridable");
        Assert.Equal(["W1"], never.Clauses);
        Assert.StartsWith("Overridable are: line.window-closed, ", never.WouldChange, StringComparison.Ordinal);
        Assert.Equal(["W1"], Given().When(state => RequestOverride.Decide(state, Ask(Asked with { Percent = 5m })))
            .ThenRefused("override.percent-misplaced").Clauses);
    }

    [Fact]
    public void Whoever_asked_is_told_who_approves() => Assert.Equal("Somebody else approves it.", Given(Asked)
        .When(state => ApproveOverride.Decide(state, new(null, "dora", "returns-desk", Monday))).ThenRefused("override.same-person")
        .WouldChange);

    [Fact]
    public void A_dispute_that_waits_for_an_override_says_so()
    {
        var raised = new DisputeRaised(Guid.Empty, "request", "RMA-1", RmaId, "ACC-1", "only one day late", "ada", Monday);
        var refused = Assert.Throws<EventSourcing.RefusedException>(() => ResolveDispute.Decide(
            Dispute.Evolve(Dispute.Initial, raised), new("granted", "as agreed", RmaId, false, "dora", Monday)).ToArray());
        Assert.Equal(("dispute.override-not-granted", "Have the override approved first."), (refused.Code, refused.WouldChange));
    }
}
