using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Repaired free, for a quote, swapped, or sent back; and the warranty granted by a paid repair.</summary>
public sealed class RepairOutcomeTests
{
    private static RepairAnswer Of(RepairFacts facts) => RepairPolicy.Decide(Us, facts);

    [Fact]
    [Rule("O1/56", Shows.Refused)]
    public void After_the_period_the_repair_is_not_free()
    {
        var answer = Of(Diagnosed with { Coverage = Expired });
        Assert.Equal((RepairAnswer.Quote, "O1,W1,W7"), (answer.Kind, string.Join(',', answer.Decision.Clauses)));
        Assert.Contains("2025-06-01", answer.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("O1/56", Shows.Accepted)]
    public void Within_the_period_nothing_is_quoted() => Assert.Equal(RepairAnswer.Covered, Of(Diagnosed).Kind);

    [Fact]
    [Rule("W8/42", Shows.Accepted)]
    [Rule("W9/43", Shows.Accepted)]
    public void A_covered_unit_that_cannot_be_repaired_is_swapped_and_its_period_ends_as_before()
    {
        var answer = Of(Diagnosed with { Repairable = false });
        Assert.Equal((RepairAnswer.Swap, Outcome.Yes), (answer.Kind, answer.Decision.Outcome));
        Assert.Equal(["W8", "W9", "W1", "W7", "W10"], answer.Decision.Clauses);
        Assert.Equal(InWarranty.EndsOn, answer.Decision.LastDay);
    }

    [Fact]
    [Rule("W8/42", Shows.Refused)]
    public void An_uncovered_unit_that_cannot_be_repaired_is_not_swapped()
    {
        var answer = Of(Diagnosed with { Repairable = false, Coverage = Expired });
        Assert.Equal((RepairAnswer.NotRepairable, Outcome.No), (answer.Kind, answer.Decision.Outcome));
        Assert.Contains("without charge", answer.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("W9/43", Shows.Refused)]
    public void A_swap_is_nothing_to_a_unit_whose_period_is_over() =>
        Assert.NotEqual(RepairAnswer.Swap,
            Of(Diagnosed with { Repairable = false, Coverage = InWarranty with { WithinPeriod = false } }).Kind);

    [Fact]
    public void Without_a_grade_nobody_knows_what_is_at_least_as_good() =>
        Assert.Equal((RepairAnswer.Referred, "repair.grade-unknown"),
            (Of(Diagnosed with { Repairable = false, Grade = null }) is var answer ? (answer.Kind, answer.Code) : default));

    [Fact]
    public void Without_a_fault_there_is_nothing_to_repair_whatever_the_coverage()
    {
        foreach (var coverage in new[] { InWarranty, Expired, null })
            Assert.Equal((RepairAnswer.NothingToRepair, "W1,W10"),
                Of(Diagnosed with { FaultFound = false, Coverage = coverage }) is var answer
                ? (answer.Kind, string.Join(',', answer.Decision.Clauses)) : default);
    }

    [Fact]
    public void Missing_facts_are_referred_by_name_and_never_cover()
    {
        Assert.Equal(["diagnosis"], Of(Diagnosed with { FaultFound = null }).Decision.MissingFacts);
        Assert.Equal(["coverage at issue"], Of(Diagnosed with { Coverage = null }).Decision.MissingFacts);
        Assert.Equal(["end of the warranty period"],
            Of(Diagnosed with { Coverage = Expired with { EndsOn = null } }).Decision.MissingFacts);
        Assert.Equal(["whether it can be repaired"], Of(Diagnosed with { Repairable = null }).Decision.MissingFacts);
    }

    [Theory]
    [Rule("O2/58", Shows.Accepted)]
    [Rule("O2/59", Shows.Accepted)]
    [InlineData("2026-03-10", "2026-09-10")]
    [InlineData("2025-08-31", "2026-02-28")] // clamped to the month's end
    [InlineData("2027-08-29", "2028-02-29")]
    public void A_paid_repair_of_an_expired_unit_grants_six_calendar_months_from_ship_back(string shipped, string through)
    {
        var granted = RepairWarranty.Granted(Us, new(Remedies.PaidRepair, Paid: true, PeriodHadExpired: true, Day(shipped)));
        Assert.Equal((Day(shipped), Day(through)), (granted.From, granted.Through));
        Assert.Equal(["O2", "O1"], granted.Decision.Clauses);
        Assert.Equal($"ship-back date {shipped} + 6 months", granted.Decision.Anchor);
    }

    [Fact]
    [Rule("O2/58", Shows.Refused)]
    [Rule("O2/60", Shows.Refused)]
    public void A_free_repair_grants_nothing() => GrantsNothing(paid: false, expired: true);

    [Fact]
    [Rule("O2/59", Shows.Refused)]
    [Rule("O2/61", Shows.Refused)]
    public void A_paid_repair_of_an_excluded_unit_whose_period_still_runs_grants_nothing() => GrantsNothing(paid: true, expired: false);

    [Fact]
    [Rule("O2/60", Shows.Accepted)]
    [Rule("O2/61", Shows.Accepted)]
    public void A_paid_repair_of_an_excluded_and_expired_unit_grants_them() =>
        Assert.NotNull(RepairWarranty.Granted(Us, new(Remedies.WarrantyRepair, true, true, Day("2026-03-10"))).Through);

    [Fact]
    public void Whether_it_had_expired_has_to_be_known() =>
        Assert.Equal((null, Outcome.Refer), RepairWarranty.Granted(Us, new(Remedies.PaidRepair, true, null, Day("2026-03-10"))) is var none
            ? (none.Through, none.Decision.Outcome) : default);

    [Fact]
    public void Stored_facts_give_the_same_answer_again()
    {
        RepairFacts[] all = [Diagnosed, Diagnosed with { Coverage = Expired }, Diagnosed with { Exclusions = [Found("fire")] },
            Diagnosed with { Repairable = false }, Diagnosed with { Coverage = null }];
        Assert.All(all, facts => Assert.Equal(Of(facts), Of(ThereAndBack(facts))));
        Assert.All(all, facts => Assert.Equal(Of(facts), ThereAndBack(Of(facts))));
    }

    private static void GrantsNothing(bool paid, bool expired)
    {
        var none = RepairWarranty.Granted(Us, new(Remedies.WarrantyRepair, paid, expired, Day("2026-03-10")));
        Assert.Equal((null, null, Outcome.No), (none.From, none.Through, none.Decision.Outcome));
        Assert.Equal(["O2"], none.Decision.Clauses);
    }
}
