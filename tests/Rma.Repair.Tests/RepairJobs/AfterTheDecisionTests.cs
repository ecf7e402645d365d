using Rma.Policy;
using Rma.Repair.RepairJobs;
using Rma.Testing;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

/// <summary>Repeats and other answers late in a job.</summary>
public sealed class AfterTheDecisionTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RepairJobEvent[] Paid = [OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera)];
    private static readonly RepairJobEvent[] Worked = [.. Paid, Approved, Repaired];
    private static readonly RepairJobEvent[] Finished = [.. Worked, CompletedAs(false)];
    private static readonly ApproveQuote Approve = new(1, 145.50m, null, "dora", Monday.AddHours(8));

    [Fact]
    public void Another_approval_after_the_work_is_refused_and_the_same_changes_nothing()
    {
        foreach (var history in new[] { Worked, Finished })
        {
            Given(history).When(job => ApproveQuote.Decide(job, Approve)).ThenNothing();
            Given(history).When(job => ApproveQuote.Decide(job, Approve with { Amount = 1m })).ThenRefused("repair.work-done");
        }
    }

    [Fact]
    public void An_approved_quote_cannot_be_declined() => Assert.Equal([Clauses.O1], Given([.. Paid, Approved])
        .When(job => DeclineQuote.Decide(job, new(1, "too dear", "dora", Monday))).ThenRefused("quote.already-approved").Clauses);

    [Fact]
    public void A_new_amount_before_the_answer_is_a_new_version()
    {
        var dearer = Quote with { Lines = [new("labour", "three hours", 135.00m)] };
        Given(Paid).When(job => QuoteRepair.Decide(job, dearer)).Then(QuotedOn(OldCamera, 2) with { Lines = dearer.Lines, Amount = 135m });
    }

    [Fact]
    public void Other_work_than_recorded_is_refused_once_it_is_complete() => Given(Finished)
        .When(job => RepairUnit.Decide(job, new("Replaced the lens", [], 5, "tina", Monday))).ThenRefused("repair.work-done");

    [Fact]
    public void The_number_of_quotes_goes_on_through_every_state()
    {
        Assert.Equal([1, 1, 1, 1], new[] { [.. Paid, Declined], [.. Paid, Approved], Worked, Finished }
            .Select(history => ((RepairJob.OnTheBench)After(history)).Quotes));
    }

    [Fact]
    public void A_quote_without_an_answer_is_not_sent_back() => Assert.Equal([Clauses.O3], Given(Paid)
        .When(job => ReturnUnrepaired.Decide(job, new(Ground, false, "tina", Monday))).ThenRefused("repair.quote-open").Clauses);

    [Fact]
    public void A_swap_is_refused_by_its_clause_and_says_what_is_missing()
    {
        var swap = new SwapUnit("NVR-2002", "B", Ground, "tina", Us, Monday);
        var early = Given(Recorder).When(job => SwapUnit.Decide(job, swap)).ThenRefused("repair.not-to-be-swapped");
        Assert.Equal((Clauses.W8, "Record the diagnosis."), (string.Join(' ', early.Clauses), early.WouldChange));
        Assert.Null(Given(Paid).When(job => SwapUnit.Decide(job, swap)).ThenRefused("repair.not-to-be-swapped").WouldChange);
        Assert.Equal([Clauses.W8], Given(Recorder, Reformatted, DecidedOn(Recorder, BeyondRepair))
            .When(job => SwapUnit.Decide(job, swap with { ReplacementSerialNumber = "nvr-1001" })).ThenRefused("repair.same-unit").Clauses);
    }

    [Fact]
    public void A_diagnosis_takes_remedy_grade_and_exclusions_of_the_job()
    {
        var facts = DecidedOn(Recorder with { Remedy = Remedies.AdvanceReplacement, Exclusions = ["fire"] }, Defective).Facts;
        Assert.Equal((Remedies.AdvanceReplacement, "B"), (facts.Remedy, facts.Grade));
        Assert.Equal([new ExclusionFound("fire", ExclusionFound.AtInspection)], facts.Exclusions);
        Assert.Equal("A", DecidedOn(Recorder, Defective with { Grade = "A" }).Facts.Grade);
        Assert.Empty(DecidedOn(Recorder with { Exclusions = null }, Defective).Facts.Exclusions);
        Assert.Equal(Remedies.WarrantyRepair, DecidedOn(Recorder with { Remedy = null }, Defective).Facts.Remedy);
    }

    [Fact]
    public void Another_finding_with_the_same_words_is_another_diagnosis()
    {
        var again = Defective with { Grade = "A" };
        Given(Recorder, DecidedOn(Recorder, Defective)).When(job => Diagnose.Decide(job, again)).Then(DecidedOn(Recorder, again));
        var reworded = Defective with { Findings = "the board is burnt" };
        Given(Recorder, DecidedOn(Recorder, Defective)).When(job => Diagnose.Decide(job, reworded)).Then(DecidedOn(Recorder, reworded));
    }

    [Fact]
    public void An_approval_is_for_the_exclusion_that_waits()
    {
        ExclusionFound[] found = [new("fire", ExclusionFound.OnTheBench, FoundBy: "tina"),
            new(Exclusions.Other, ExclusionFound.OnTheBench, "it stood in salt water", "tina")];
        var waiting = Defective with { Exclusions = [found[1]] };
        var decided = DecidedOn(Recorder, waiting) with { Facts = DecidedOn(Recorder, waiting).Facts with { Exclusions = [.. found] } };
        var approved = Assert.IsType<RepairDecided>(Assert.Single(
            ApproveExclusion.Decide(After(Recorder, decided), new("theo", Us, Monday.AddHours(4)))));
        Assert.Equal([null, "theo"], approved.Facts.Exclusions.Select(exclusion => exclusion.ApprovedBy));
        Given(Recorder, DecidedOn(Recorder with { Coverage = null }, Defective))
            .When(job => ApproveExclusion.Decide(job, new("theo", Us, Monday))).ThenRefused("repair.no-exclusion-waiting");
    }
}
