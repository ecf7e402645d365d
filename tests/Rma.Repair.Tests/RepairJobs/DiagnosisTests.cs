using Rma.Policy;
using Rma.Repair.RepairJobs;
using Rma.Testing;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class DiagnoseTests : Spec<RepairJob, RepairJobEvent>
{
    [Fact]
    [Rule("W3/41", Shows.Accepted)]
    public void A_covered_unit_is_to_be_repaired_free()
    {
        var facts = new RepairFacts
        {
            Remedy = "warranty-repair", Coverage = InWarranty, FaultFound = true, Repairable = true, Grade = "B",
            DecidedOn = new(2026, 3, 2),
        };
        Given(Recorder).When(job => Diagnose.Decide(job, Defective)).Then(
            new RepairDecided(facts, "covered", null, RepairPolicy.Decide(Us, facts).Decision, "the board is dead", "tina",
                Monday.AddHours(3)));
    }

    [Fact]
    [Rule("W3/41", Shows.Refused)]
    public void What_the_inspection_found_counts_and_so_does_what_the_bench_finds()
    {
        Assert.Equal("quote", DecidedOn(Recorder with { Exclusions = ["tampered"] }, Defective).Answer);
        Assert.Equal("quote", DecidedOn(
            Recorder, Defective with { Exclusions = [new("surge", ExclusionFound.OnTheBench, FoundBy: "tina")] }).Answer);
    }

    [Fact]
    public void The_same_diagnosis_again_changes_nothing_whoever_makes_it() =>
        Given(Recorder, DecidedOn(Recorder, Defective))
            .When(job => Diagnose.Decide(job, Defective with { Technician = "theo", Now = Monday.AddDays(3) })).ThenNothing();

    [Fact]
    public void Another_diagnosis_corrects_the_first_until_the_work_is_done()
    {
        Given(Recorder, DecidedOn(Recorder, Defective)).When(job => Diagnose.Decide(job, BeyondRepair))
            .Then(DecidedOn(Recorder, BeyondRepair));
        Given(Recorder, DecidedOn(Recorder, Defective), Repaired).When(job => Diagnose.Decide(job, BeyondRepair))
            .ThenRefused("repair.work-done");
    }

    [Fact]
    [Rule("O1/57", Shows.Refused)]
    public void A_new_diagnosis_voids_an_approved_quote()
    {
        var decided = DecidedOn(OldCamera, Defective);
        Given(OldCamera, decided, QuotedOn(OldCamera), Approved, decided with { Findings = "two boards are dead" })
            .When(job => RepairUnit.Decide(job, new("Replaced it", [], 10, "tina", Monday))).ThenRefused("repair.not-approved");
    }

    [Fact]
    public void A_grade_is_as_recorded_or_as_seen_on_the_bench()
    {
        Assert.Equal("repair.grade-unknown", DecidedOn(Recorder with { Grade = null }, BeyondRepair).Code);
        Assert.Equal("swap", DecidedOn(Recorder with { Grade = null }, BeyondRepair with { Grade = "C" }).Answer);
    }

    [Fact]
    public void Refuses_what_is_not_here_to_be_repaired_or_not_here()
    {
        Given(CameraToTest).When(job => Diagnose.Decide(job, Defective)).ThenRefused("repair.only-to-be-tested");
        Given(CameraToSender).When(job => Diagnose.Decide(job, Defective)).ThenRefused("repair.not-ours-to-stock");
        Given(OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera), Declined).When(job => Diagnose.Decide(job, Defective))
            .ThenRefused("repair.quote-declined");
        Given(CameraToSender, Returned).When(job => Diagnose.Decide(job, Defective)).ThenRefused("repair.already-returned");
        Given().When(job => Diagnose.Decide(job, Defective)).ThenRefused("repair.not-opened");
    }
}

public sealed class ApproveExclusionTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly Diagnose Salted =
        Defective with { Exclusions = [new(Exclusions.Other, ExclusionFound.OnTheBench, "salt water", "tina")] };

    private static ApproveExclusion By(string approver) => new(approver, Us, Monday.AddHours(4));

    [Fact]
    [Rule("W5/38", Shows.Accepted)]
    public void A_second_person_s_approval_makes_it_count()
    {
        var referred = DecidedOn(Recorder, Salted);
        Assert.Equal(("referred", "repair.exclusion-unapproved"), (referred.Answer, referred.Code));
        var decided = Assert.IsType<RepairDecided>(Assert.Single(ApproveExclusion.Decide(After(Recorder, referred), By("theo"))));
        Assert.Equal(("quote", "theo"), (decided.Answer, decided.Facts.Exclusions[0].ApprovedBy));
        Given(Recorder, referred).When(job => ApproveExclusion.Decide(job, By("theo"))).Then(decided);
    }

    [Fact]
    [Rule("W5/38", Shows.Refused)]
    public void Who_found_it_does_not_approve_it() =>
        Given(Recorder, DecidedOn(Recorder, Salted)).When(job => ApproveExclusion.Decide(job, By("tina")))
            .ThenRefused("repair.same-approver");

    [Fact]
    public void Refuses_where_nothing_waits()
    {
        Given(Recorder, DecidedOn(Recorder, Defective)).When(job => ApproveExclusion.Decide(job, By("theo")))
            .ThenRefused("repair.no-exclusion-waiting");
        Given(Recorder).When(job => ApproveExclusion.Decide(job, By("theo"))).ThenRefused("repair.no-exclusion-waiting");
        Given(CameraToSender, Returned).When(job => ApproveExclusion.Decide(job, By("theo"))).ThenRefused("repair.already-returned");
        Given().When(job => ApproveExclusion.Decide(job, By("theo"))).ThenRefused("repair.not-opened");
    }
}

public sealed class SettleCoverageTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RepairJobOpened Unknown = Recorder with { Coverage = null };
    private static readonly SettleCoverage Found =
        new(new(2026, 2, 20), "warranty", new(2026, 2, 20), "found the invoice", "dora", Us, Monday.AddHours(4));
    private static readonly CoverageSettled Settled =
        new(new(true, new(2026, 2, 20), "warranty", new(2026, 2, 20)), "found the invoice", "dora", Monday.AddHours(4));

    [Fact]
    public void What_was_not_known_at_issue_can_be_found_out_before_the_diagnosis() =>
        Given(Unknown).When(job => SettleCoverage.Decide(job, Found)).Then(Settled);

    [Fact]
    public void And_after_it_the_case_is_decided_again()
    {
        var referred = DecidedOn(Unknown, Defective);
        Assert.Equal("repair.coverage-unknown", referred.Code);
        var facts = referred.Facts with { Coverage = Settled.Coverage };
        Given(Unknown, referred).When(job => SettleCoverage.Decide(job, Found)).Then(
            Settled, new RepairDecided(facts, "covered", null, RepairPolicy.Decide(Us, facts).Decision, "the board is dead", "tina",
                Monday.AddHours(4)));
    }

    [Fact]
    public void The_day_after_the_end_is_outside() =>
        Given(Unknown).When(job => SettleCoverage.Decide(job, Found with { EndsOn = new(2026, 2, 19) }))
            .Then(Settled with { Coverage = new(false, new(2026, 2, 19), "none", new(2026, 2, 20)) });

    [Fact]
    public void What_was_known_at_issue_is_fixed()
    {
        Given(Recorder).When(job => SettleCoverage.Decide(job, Found)).ThenRefused("repair.coverage-fixed");
        Given(CameraToTest).When(job => SettleCoverage.Decide(job, Found)).ThenRefused("repair.only-to-be-tested");
        Given(CameraToSender, Returned).When(job => SettleCoverage.Decide(job, Found)).ThenRefused("repair.already-returned");
        Given().When(job => SettleCoverage.Decide(job, Found)).ThenRefused("repair.not-opened");
    }
}

public sealed class RecordTestTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RecordTest Faulty = new(true, "no picture", [], "tina", Monday.AddHours(1));

    [Fact]
    [Rule("T9/78", Shows.Accepted)]
    public void A_fault_is_confirmed() =>
        Given(CameraToTest).When(job => RecordTest.Decide(job, Faulty))
            .Then(new UnitTested(true, "no picture", [], "tina", Monday.AddHours(1)));

    [Fact]
    [Rule("T10/82", Shows.Accepted)]
    public void Or_none_is_found() =>
        Given(CameraToTest).When(job => RecordTest.Decide(job, Faulty with { FaultFound = false }))
            .Then(new UnitTested(false, "no picture", [], "tina", Monday.AddHours(1)));

    [Fact]
    public void The_same_result_again_changes_nothing_and_another_is_refused()
    {
        Given(CameraToTest, new UnitTested(true, "no picture", [], "tina", Monday)).When(job => RecordTest.Decide(job, Faulty))
            .ThenNothing();
        Given(CameraToTest, new UnitTested(true, "no picture", [], "tina", Monday))
            .When(job => RecordTest.Decide(job, Faulty with { FaultFound = false })).ThenRefused("repair.already-tested");
    }

    [Fact]
    public void Refuses_another_purpose_and_a_job_that_nobody_opened()
    {
        Given(Recorder).When(job => RecordTest.Decide(job, Faulty)).ThenRefused("repair.to-be-repaired");
        Given().When(job => RecordTest.Decide(job, Faulty)).ThenRefused("repair.not-opened");
    }
}
