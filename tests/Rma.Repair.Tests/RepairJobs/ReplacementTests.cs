using Rma.Repair.RepairJobs;
using Rma.Testing;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class SwapUnitTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly SwapUnit Swap = new("NVR-2002", "B", Ground, "tina", Us, Monday.AddHours(5));
    private static readonly UnitSwapped Swapped = new("NVR-2002", "B", "UPS", "1Z999", null, "tina", Monday.AddHours(5));
    private static readonly RepairJobEvent[] Burnt = [Recorder, DecidedOn(Recorder, BeyondRepair), Reformatted];

    [Theory]
    [Rule("W8/42", Shows.Accepted)]
    [InlineData("A")]
    [InlineData("B")]
    public void A_unit_of_the_same_grade_or_a_better_one_goes_instead(string grade) =>
        Given(Burnt).When(job => SwapUnit.Decide(job, Swap with { Grade = grade })).Then(Swapped with { Grade = grade });

    [Theory]
    [Rule("W8/42", Shows.Refused)]
    [InlineData("C")]
    [InlineData("scrap")]
    public void A_worse_or_unknown_grade_does_not(string grade) =>
        Assert.Equal("A unit of grade A or B.",
            Given(Burnt).When(job => SwapUnit.Decide(job, Swap with { Grade = grade })).ThenRefused("repair.grade-too-low").WouldChange);

    [Fact]
    [Rule("W8/44", Shows.Accepted)]
    public void The_replacement_is_another_unit_and_stays_linked_to_the_original()
    {
        Given(Burnt).When(job => SwapUnit.Decide(job, Swap with { ReplacementSerialNumber = "nvr-1001" })).ThenRefused("repair.same-unit");
        var done = Assert.IsType<RepairJob.Done>(After([.. Burnt, Swapped]));
        Assert.Equal(("NVR-1001", "NVR-2002"), (done.Job.SerialNumber, ((UnitSwapped)done.End).ReplacementSerialNumber));
    }

    [Fact]
    [Rule("W8/44", Shows.Refused)]
    public void The_original_gets_nothing_more_and_no_second_replacement()
    {
        RepairJobEvent[] swapped = [.. Burnt, Swapped];
        Given(swapped).When(job => SwapUnit.Decide(job, Swap)).ThenNothing();
        Given(swapped).When(job => SwapUnit.Decide(job, Swap with { ReplacementSerialNumber = "NVR-3003" }))
            .ThenRefused("repair.already-replaced");
        Given(swapped).When(job => Diagnose.Decide(job, Defective)).ThenRefused("repair.already-replaced");
        Given(swapped).When(job => ShipBack.Decide(job, new(Ground, "tina", Us, Monday))).ThenRefused("repair.already-replaced");
    }

    [Fact]
    public void The_drive_that_stays_is_cleared_first() =>
        Given(Burnt[..2]).When(job => SwapUnit.Decide(job, Swap)).ThenRefused("repair.drive-not-cleared");

    [Fact]
    [Rule("W8/42", Shows.Refused)]
    public void Only_a_covered_unit_that_cannot_be_repaired_is_swapped()
    {
        Given(Recorder, DecidedOn(Recorder, Defective)).When(job => SwapUnit.Decide(job, Swap)).ThenRefused("repair.not-to-be-swapped");
        Given(OldCamera, DecidedOn(OldCamera, BeyondRepair)).When(job => SwapUnit.Decide(job, Swap))
            .ThenRefused("repair.not-to-be-swapped");
        Given(Recorder).When(job => SwapUnit.Decide(job, Swap)).ThenRefused("repair.not-to-be-swapped");
        Given(CameraToTest).When(job => SwapUnit.Decide(job, Swap)).ThenRefused("repair.only-to-be-tested");
        Given(CameraToSender, Returned).When(job => SwapUnit.Decide(job, Swap)).ThenRefused("repair.already-returned");
        Given().When(job => SwapUnit.Decide(job, Swap)).ThenRefused("repair.not-opened");
    }
}

public sealed class ReplaceStockTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ReplaceStock Replace = new("CAM-NEW", Ground, "tina", Monday.AddHours(5));
    private static readonly StockReplaced Replaced = new("CAM-NEW", "UPS", "1Z999", null, "tina", Monday.AddHours(5));

    [Fact]
    [Rule("T9/78", Shows.Accepted)]
    [Rule("T9/79", Shows.Accepted)]
    [Rule("T10/83", Shows.Accepted)]
    public void A_sellable_unit_goes_to_the_stock() => Given(CameraToReplace).When(job => ReplaceStock.Decide(job, Replace)).Then(Replaced);

    [Fact]
    [Rule("T9/78", Shows.Refused)]
    [Rule("T10/83", Shows.Refused)]
    public void A_unit_that_goes_back_without_a_fault_gets_no_replacement() =>
        Given(CameraToSender with { Because = "no-fault-found" }).When(job => ReplaceStock.Decide(job, Replace))
            .ThenRefused("repair.not-ours-to-stock");

    [Fact]
    public void It_is_another_unit_and_only_one()
    {
        Given(CameraToReplace).When(job => ReplaceStock.Decide(job, Replace with { ReplacementSerialNumber = "cam-1" }))
            .ThenRefused("repair.same-unit");
        Given(CameraToReplace, Replaced).When(job => ReplaceStock.Decide(job, Replace)).ThenNothing();
        Given(CameraToReplace, Replaced).When(job => ReplaceStock.Decide(job, Replace with { ReplacementSerialNumber = "CAM-3" }))
            .ThenRefused("repair.already-replaced");
    }

    [Fact]
    public void The_drive_that_stays_is_cleared_first()
    {
        Given(RecorderToReplace).When(job => ReplaceStock.Decide(job, Replace)).ThenRefused("repair.drive-not-cleared");
        Given(RecorderToReplace, Reformatted).When(job => ReplaceStock.Decide(job, Replace)).Then(Replaced);
    }

    [Fact]
    public void Refuses_another_purpose_and_a_job_that_nobody_opened()
    {
        Given(Recorder).When(job => ReplaceStock.Decide(job, Replace)).ThenRefused("repair.to-be-repaired");
        Given(CameraToSender, Returned).When(job => ReplaceStock.Decide(job, Replace)).ThenRefused("repair.already-returned");
        Given().When(job => ReplaceStock.Decide(job, Replace)).ThenRefused("repair.not-opened");
    }
}

public sealed class RefuseRecoveryTests : Spec<RepairJob, RepairJobEvent>
{
    [Fact]
    [Rule("D3/51", Shows.Refused)]
    [Rule("D4/52", Shows.Refused)]
    [Rule("D5/53", Shows.Refused)]
    public void No_data_are_recovered_for_any_purpose() // E15
    {
        foreach (var job in new[] { Recorder, OldRecorder, RecorderToStock, RecorderToSender, RecorderToReplace })
            Assert.Equal(["D3", "D4", "D5"],
                Given(job).When(state => RefuseRecovery.Decide(state, new())).ThenRefused("repair.no-data-recovery").Clauses);
        Given(RecorderToStock, Reformatted, Released).When(state => RefuseRecovery.Decide(state, new()))
            .ThenRefused("repair.no-data-recovery");
        Given().When(state => RefuseRecovery.Decide(state, new())).ThenRefused("repair.not-opened");
    }
}
