using Rma.Testing;
using static Rma.Policy.Tests.DockAnswers;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Marking, freight and unknown numbers.</summary>
public sealed class DockPolicyTests
{
    private static readonly DateOnly LastDay = Day("2025-03-02");
    private static readonly DockFacts InTime = Scan(Local(2025, 3, 1), LastDay);

    [Fact]
    [Rule("P3/7", Shows.Accepted)]
    [Rule("P2/3", Shows.Accepted)]
    [Rule("P2/5", Shows.Accepted)]
    [Rule("P2/6", Shows.Accepted)]
    [Rule("P4/14", Shows.Accepted)]
    public void A_marked_prepaid_parcel_comes_in() =>
        Assert.Equal(
            new DockJudgement.Accepted(new Decision(
                Outcome.Yes, Id, Day("2025-03-01"), ["P2", "P3", "P4"],
                $"The parcel is marked with {Number}, valid through 2025-03-02, and comes in.",
                [
                    new("scanned at", "2025-03-01T20:00:00Z", "dock scan"), new("scan date", "2025-03-01", "dock scan"),
                    new("marking", Number.ToString(), "dock scan"), new("freight", "prepaid", "dock scan"),
                    new("valid through", "2025-03-02", "authorization"),
                ],
                [], null, LastDay, $"validity of {Number}", "America/Los_Angeles")),
            DockPolicy.Judge(Us, InTime));

    [Fact]
    [Rule("P3/7", Shows.Refused)]
    public void An_unmarked_parcel_is_refused_even_though_a_number_may_lie_inside() =>
        Assert.Equal((ParcelRefusals.Unmarked, "P3"), Refusal(InTime with { Marking = new Marking.None() }));

    [Fact]
    [Rule("P3/8", Shows.Refused)]
    [Rule("P3/9", Shows.Refused)]
    public void An_illegible_marking_is_refused() =>
        Assert.Equal((ParcelRefusals.Illegible, "P3"), Refusal(InTime with { Marking = new Marking.Illegible() }));

    [Fact]
    [Rule("P3/8", Shows.Refused)]
    public void A_marking_is_read_as_none_legible_or_illegible()
    {
        Assert.Equal(new Marking.Legible(Number), Marking.Read(Number.ToString()));
        Assert.Equal(new Marking.None(), Marking.Read(null));
        Assert.Equal(new Marking.None(), Marking.Read(" \t"));
        Assert.Equal(new Marking.Illegible(), Marking.Read("RMA-222222-3"));
    }

    [Fact]
    [Rule("P2/3", Shows.Refused)]
    public void An_unknown_number_is_held_and_after_the_hold_refused()
    {
        var unknown = InTime with { Authorization = new DockAuthorization.NotKnown() };

        var held = Assert.IsType<DockJudgement.Held>(DockPolicy.Judge(Us, unknown));
        Assert.Equal(TimeSpan.FromHours(24), held.HoldFor);
        Assert.Equal(Outcome.Refer, held.Decision.Outcome);
        Assert.Equal([$"authorization {Number}"], held.Decision.MissingFacts);
        Assert.Equal((ParcelRefusals.UnknownNumber, "P3"), Refusal(unknown with { HoldElapsed = true }));
        Assert.IsType<DockJudgement.Accepted>(DockPolicy.Judge(Us, InTime with { HoldElapsed = true }));
    }

    [Fact]
    [Rule("P2/6", Shows.Refused)]
    [Rule("P2/5", Shows.Refused)]
    public void Freight_collect_is_refused() =>
        Assert.Equal((ParcelRefusals.FreightCollect, "P2"), Refusal(InTime with { Freight = FreightTerms.Collect }));

    [Fact]
    [Trait("Rule", "P2/A-06")]
    public void A_version_may_let_freight_collect_in()
    {
        var lenient = Altered(document => document.Setting("freightCollectIsRefused")["value"] = false);
        Assert.IsType<DockJudgement.Accepted>(DockPolicy.Judge(lenient, InTime with { Freight = FreightTerms.Collect }));
    }

    [Fact]
    [Rule("P2/6", Shows.Refused)]
    public void What_is_refused_anyway_is_not_held() =>
        Assert.Equal(
            (ParcelRefusals.FreightCollect, "P2"),
            Refusal(InTime with { Freight = FreightTerms.Collect, Authorization = new DockAuthorization.NotKnown() }));

    [Fact]
    [Rule("P3/19", Shows.Refused)]
    public void A_refusal_tells_every_reason_and_is_named_after_the_first()
    {
        var refused = Assert.IsType<DockJudgement.Refused>(
            DockPolicy.Judge(Us, InTime with { Marking = new Marking.None(), Freight = FreightTerms.Collect }));

        Assert.Equal(ParcelRefusals.Unmarked, refused.Code);
        Assert.Equal(["P3", "P2"], refused.Decision.Clauses);
        Assert.Equal("The outer packaging carries no RMA or ticket number. The freight has not been prepaid.", refused.Decision.Reason);
    }

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Stored_facts_give_the_same_answer_again()
    {
        DockFacts[] all =
        [
            InTime, Scan(Local(2025, 3, 3), LastDay), InTime with { Marking = new Marking.None() },
            InTime with { Authorization = new DockAuthorization.NotKnown() },
            InTime with { Authorization = new DockAuthorization.Cancelled(Local(2025, 3, 1), LastDay) },
        ];
        Assert.All(all, facts =>
        {
            var judgement = DockPolicy.Judge(Us, facts);
            Assert.Equal(judgement, DockPolicy.Judge(Us, ThereAndBack(facts)));
            Assert.Equal(judgement, ThereAndBack(judgement));
        });
    }

    [Fact]
    [Rule("P3/10", Shows.Accepted)]
    [Rule("P3/10", Shows.Refused)]
    public void Of_two_cartons_of_one_shipment_each_is_judged_by_its_own_marking()
    {
        Assert.IsType<DockJudgement.Accepted>(DockPolicy.Judge(Us, InTime));
        Assert.IsType<DockJudgement.Refused>(DockPolicy.Judge(Us, InTime with { Marking = new Marking.None() }));
    }
}
