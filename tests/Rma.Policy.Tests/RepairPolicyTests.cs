using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Coverage of a repair and the decision on the unit. Exclusions first.</summary>
public sealed class RepairPolicyTests
{
    private static RepairAnswer Of(RepairFacts facts) => RepairPolicy.Decide(Us, facts);

    [Fact]
    [Rule("W3/29", Shows.Accepted)]
    [Rule("W3/30", Shows.Accepted)]
    [Rule("W3/31", Shows.Accepted)]
    [Rule("W4/32", Shows.Accepted)]
    [Rule("W4/33", Shows.Accepted)]
    [Rule("W4/34", Shows.Accepted)]
    [Rule("W4/35", Shows.Accepted)]
    [Rule("W4/36", Shows.Accepted)]
    [Rule("W5/37", Shows.Accepted)]
    [Rule("W3/41", Shows.Accepted)]
    public void A_unit_within_its_period_with_nothing_found_against_it_is_repaired_free()
    {
        var answer = Of(Diagnosed);

        Assert.Equal((RepairAnswer.Covered, Outcome.Yes, null), (answer.Kind, answer.Decision.Outcome, answer.Code));
        Assert.Equal(["W1", "W7", "W10"], answer.Decision.Clauses);
        Assert.Equal((new DateOnly(2027, 6, 1), "America/Los_Angeles"), (answer.Decision.LastDay, answer.Decision.Zone));
        Assert.Equal("end of the warranty period, as fixed on the issue date 2026-03-02", answer.Decision.Anchor);
    }

    [Theory]
    [Rule("W3/29", Shows.Refused)]
    [Rule("W3/30", Shows.Refused)]
    [Rule("W3/31", Shows.Refused)]
    [Rule("W4/32", Shows.Refused)]
    [Rule("W4/33", Shows.Refused)]
    [Rule("W4/34", Shows.Refused)]
    [Rule("W4/35", Shows.Refused)]
    [Rule("W4/36", Shows.Refused)]
    [Rule("W5/37", Shows.Refused)]
    [Rule("W3/41", Shows.Refused)]
    [InlineData("opened", "W3,W6")]
    [InlineData("altered", "W3,W4,W6")]
    [InlineData("foreign-components", "W3,W6")]
    [InlineData("improper-installation", "W4,W6")]
    [InlineData("serial-missing", "W4,W6")]
    [InlineData("serial-altered", "W4,W6")]
    [InlineData("serial-unreadable", "W4,W6")]
    [InlineData("tampered", "W4,W6")]
    [InlineData("fire", "W5,W6")]
    [InlineData("flood", "W5,W6")]
    [InlineData("lightning", "W5,W6")]
    [InlineData("surge", "W5,W6")]
    [InlineData("earthquake", "W5,W6")]
    [InlineData("act-of-god", "W5,W6")]
    public void An_exclusion_bars_the_warranty_and_names_its_clause(string code, string clauses) // E06a
    {
        var answer = Of(Diagnosed with { Exclusions = [Found(code)] });

        Assert.Equal((RepairAnswer.Quote, Outcome.No), (answer.Kind, answer.Decision.Outcome));
        Assert.Equal(clauses, string.Join(',', answer.Decision.Clauses));
        Assert.Contains(answer.Decision.Facts, fact => fact.Name == "exclusions" && fact.Value == code);
    }

    [Fact]
    [Rule("W6/39", Shows.Accepted)]
    public void An_excluded_unit_may_be_repaired_for_a_quote() =>
        Assert.Contains("for a quote", Of(Diagnosed with { Exclusions = [Found("surge")] }).Decision.Reason, StringComparison.Ordinal);

    [Fact]
    [Rule("W6/39", Shows.Refused)]
    public void An_excluded_unit_that_cannot_be_repaired_goes_back()
    {
        var answer = Of(Diagnosed with { Exclusions = [Found("surge")], Repairable = false });
        Assert.Equal(RepairAnswer.NotRepairable, answer.Kind);
        Assert.Equal(["W5", "W6", "W8"], answer.Decision.Clauses);
    }

    [Fact]
    [Rule("W3/40", Shows.Refused)]
    public void Nobody_asks_whether_the_exclusion_caused_the_fault() =>
        Assert.Equal(RepairAnswer.Quote,
            Of(Diagnosed with { Exclusions = [Found("opened") with { Reason = "its housing was opened; the fault is a worn fan" }] }).Kind);

    [Fact]
    [Rule("W3/40", Shows.Accepted)]
    public void A_fault_without_an_exclusion_is_covered_whatever_it_is() => Assert.Equal(RepairAnswer.Covered, Of(Diagnosed).Kind);

    [Theory]
    [Rule("W5/38", Shows.Accepted)]
    [InlineData("salt water from a ship's deck", "tina", "theo", true)]
    [InlineData("salt water from a ship's deck", null, "theo", true)]
    public void Another_exclusion_counts_with_a_written_reason_and_a_second_approver(
        string reason, string? finder, string approver, bool counts)
    {
        var answer = Of(Diagnosed with { Exclusions = [new(Exclusions.Other, ExclusionFound.OnTheBench, reason, finder, approver)] });
        Assert.Equal(counts ? RepairAnswer.Quote : RepairAnswer.Referred, answer.Kind);
        Assert.Contains(reason, answer.Decision.Reason, StringComparison.Ordinal);
        Assert.Equal(["W5", "W6"], answer.Decision.Clauses);
    }

    [Theory]
    [Rule("W5/38", Shows.Refused)]
    [InlineData(null, "tina", "theo")]
    [InlineData(" ", "tina", "theo")]
    [InlineData("salt water", "tina", null)]
    [InlineData("salt water", "tina", "tina")]
    public void Another_exclusion_without_its_reason_or_second_approver_is_referred(string? reason, string finder, string? approver)
    {
        var answer = Of(Diagnosed with { Exclusions = [new(Exclusions.Other, ExclusionFound.OnTheBench, reason, finder, approver)] });
        Assert.Equal((RepairAnswer.Referred, "repair.exclusion-unapproved", Outcome.Refer),
            (answer.Kind, answer.Code, answer.Decision.Outcome));
        Assert.Equal(["second approver"], answer.Decision.MissingFacts);
    }

    [Fact]
    [Rule("W5/38", Shows.Accepted)]
    public void One_that_the_inspection_names_was_agreed_to_there() =>
        Assert.Contains("two people agreed",
            Of(Diagnosed with { Exclusions = [Found(Exclusions.Other)] }) is { Kind: RepairAnswer.Quote } answer ? answer.Decision.Reason
            : "", StringComparison.Ordinal);

    [Fact]
    [Rule("W5/38", Shows.AlreadySo)]
    public void An_exclusion_that_waits_for_approval_changes_nothing_where_another_stands() =>
        Assert.Equal(RepairAnswer.Quote,
            Of(Diagnosed with { Exclusions = [Found("fire"), new(Exclusions.Other, ExclusionFound.OnTheBench, "salt", "tina")] }).Kind);

    [Fact]
    [Rule("O2/65", Shows.Accepted)]
    public void In_the_extension_of_a_paid_repair_a_unit_is_covered()
    {
        var answer = Of(Diagnosed with { Coverage = InExtension });
        Assert.Equal((RepairAnswer.Covered, "O2,W1,W10"), (answer.Kind, string.Join(',', answer.Decision.Clauses)));
    }

    [Fact]
    [Rule("O2/65", Shows.Refused)]
    public void An_exclusion_bars_the_extension_too()
    {
        Assert.Equal(RepairAnswer.Quote, Of(Diagnosed with { Coverage = InExtension, Exclusions = [Found("tampered")] }).Kind);
        var narrower = Altered(document =>
            document.Setting("exclusionsReach")["value"] = new System.Text.Json.Nodes.JsonArray("warranty-repair"));
        Assert.Equal(RepairAnswer.Covered,
            RepairPolicy.Decide(narrower, Diagnosed with { Coverage = InExtension, Exclusions = [Found("tampered")] }).Kind);
    }
}
