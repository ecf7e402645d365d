using Rma.Repair.RepairJobs;
using Rma.Testing;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class OpenRepairJobTests : Spec<RepairJob, RepairJobEvent>
{
    [Fact]
    public void Takes_a_unit_onto_the_bench() =>
        Given().When(job => OpenRepairJob.Decide(job, new(RecorderToStock))).Then(RecorderToStock);

    [Fact]
    public void Being_asked_twice_opens_one_job() =>
        Given(RecorderToStock).When(job => OpenRepairJob.Decide(job, new(RecorderToStock with { OpenedAt = Monday.AddDays(1) }))).ThenNothing();

    [Fact]
    public void Being_asked_after_the_end_changes_nothing() =>
        Given(RecorderToStock, Reformatted, Released).When(job => OpenRepairJob.Decide(job, new(RecorderToStock))).ThenNothing();
}

[Trait("Rule", "D1/49")]
public sealed class ClearDriveTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ClearDrive Clear = new(Absent: false, "tina", Monday.AddHours(1));

    [Fact]
    public void Records_that_the_drive_was_checked_and_reformatted() =>
        Given(RecorderToStock).When(job => ClearDrive.Decide(job, Clear)).Then(Reformatted);

    [Fact]
    public void Records_that_there_is_no_drive() =>
        Given(RecorderToStock).When(job => ClearDrive.Decide(job, Clear with { Absent = true })).Then(new DriveFoundAbsent("tina", Monday.AddHours(1)));

    [Fact]
    public void Clearing_twice_changes_nothing() =>
        Given(RecorderToStock, Reformatted).When(job => ClearDrive.Decide(job, Clear)).ThenNothing();

    [Fact]
    public void A_camera_has_nothing_to_clear() =>
        Given(CameraToSender).When(job => ClearDrive.Decide(job, Clear)).ThenNothing();

    [Fact]
    public void Refuses_a_job_that_nobody_opened() =>
        Given().When(job => ClearDrive.Decide(job, Clear)).ThenRefused("repair.not-opened");
}

[Trait("Rule", "D1/54")]
public sealed class ReleaseToStockTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ReleaseToStock Release = new("tina", Monday.AddHours(2));

    [Fact]
    public void Releases_a_recorder_whose_drive_is_clear() =>
        Given(RecorderToStock, Reformatted).When(job => ReleaseToStock.Decide(job, Release)).Then(Released);

    [Fact]
    public void Releasing_twice_changes_nothing() =>
        Given(RecorderToStock, Reformatted, Released).When(job => ReleaseToStock.Decide(job, Release)).ThenNothing();

    [Fact]
    public void Refuses_while_the_drive_holds_data() =>
        Assert.Contains("D1", Given(RecorderToStock).When(job => ReleaseToStock.Decide(job, Release)).ThenRefused("repair.drive-not-cleared").Clauses);

    [Fact]
    public void Refuses_a_unit_that_belongs_to_its_sender() =>
        Given(CameraToSender).When(job => ReleaseToStock.Decide(job, Release)).ThenRefused("repair.not-ours-to-stock");

    [Fact]
    public void Refuses_a_unit_that_has_left() =>
        Given(CameraToSender, Returned).When(job => ReleaseToStock.Decide(job, Release)).ThenRefused("repair.already-returned");

    [Fact]
    public void Refuses_a_job_that_nobody_opened() =>
        Given().When(job => ReleaseToStock.Decide(job, Release)).ThenRefused("repair.not-opened");
}

[Trait("Rule", "D4/A-48")]
public sealed class ReturnUnrepairedTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ReturnUnrepaired Return = new("UPS Ground", "1Z999", "tina", Monday.AddHours(2));

    [Fact]
    public void Sends_a_camera_back() =>
        Given(CameraToSender).When(job => ReturnUnrepaired.Decide(job, Return)).Then(Returned);

    [Fact]
    public void Sends_a_recorder_back_once_its_drive_is_clear() =>
        Given(RecorderToSender, Reformatted).When(job => ReturnUnrepaired.Decide(job, Return)).Then(Returned);

    [Fact]
    public void Sending_twice_changes_nothing() =>
        Given(CameraToSender, Returned).When(job => ReturnUnrepaired.Decide(job, Return)).ThenNothing();

    [Fact]
    public void Refuses_while_the_drive_holds_data() =>
        Given(RecorderToSender).When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.drive-not-cleared");

    [Fact]
    public void Refuses_a_credited_unit() =>
        Given(RecorderToStock, Reformatted).When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.not-to-be-returned");

    [Fact]
    public void Refuses_a_unit_already_in_stock() =>
        Given(RecorderToStock, Reformatted, Released).When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.already-in-stock");

    [Fact]
    public void Refuses_a_job_that_nobody_opened() =>
        Given().When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.not-opened");
}
