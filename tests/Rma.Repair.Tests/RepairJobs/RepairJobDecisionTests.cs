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
        Given(RecorderToStock).When(job => OpenRepairJob.Decide(job, new(RecorderToStock with { OpenedAt = Monday.AddDays(1) })))
            .ThenNothing();

    [Fact]
    public void Being_asked_after_the_end_changes_nothing() =>
        Given(RecorderToStock, Reformatted, Released).When(job => OpenRepairJob.Decide(job, new(RecorderToStock))).ThenNothing();
}

public sealed class ClearDriveTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ClearDrive Clear = new(Absent: false, "tina", Monday.AddHours(1));

    [Fact]
    [Rule("D4/52", Shows.Accepted)]
    [Rule("D5/53", Shows.Accepted)]
    [Rule("D3/51", Shows.Accepted)]
    public void Records_that_the_drive_was_checked_and_reformatted() =>
        Given(RecorderToStock).When(job => ClearDrive.Decide(job, Clear)).Then(Reformatted);

    [Fact]
    public void Records_that_there_is_no_drive() =>
        Given(RecorderToStock).When(job => ClearDrive.Decide(job, Clear with { Absent = true }))
            .Then(new DriveFoundAbsent("tina", Monday.AddHours(1)));

    [Fact]
    [Rule("D1/49", Shows.AlreadySo)]
    public void Clearing_twice_changes_nothing() =>
        Given(RecorderToStock, Reformatted).When(job => ClearDrive.Decide(job, Clear)).ThenNothing();

    [Fact]
    public void A_camera_has_nothing_to_clear() =>
        Given(CameraToSender).When(job => ClearDrive.Decide(job, Clear)).ThenNothing();

    [Fact]
    public void Refuses_a_job_that_nobody_opened() =>
        Given().When(job => ClearDrive.Decide(job, Clear)).ThenRefused("repair.not-opened");
}

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
        Assert.Contains("D1", Given(RecorderToStock).When(job => ReleaseToStock.Decide(job, Release))
            .ThenRefused("repair.drive-not-cleared").Clauses);

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

public sealed class ReturnUnrepairedTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ReturnUnrepaired Return = new(Ground, Withdrawn: false, "tina", Monday.AddHours(2));

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
        Given(RecorderToStock, Reformatted, Released).When(job => ReturnUnrepaired.Decide(job, Return))
            .ThenRefused("repair.already-in-stock");

    [Fact]
    public void Refuses_a_job_that_nobody_opened() =>
        Given().When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.not-opened");

    [Fact]
    [Rule("O3/63", Shows.Accepted)]
    public void A_unit_whose_quote_was_declined_goes_back_unrepaired() =>
        Given(OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera), Declined).When(job => ReturnUnrepaired.Decide(job, Return))
            .Then(Returned with { Because = "quote-declined", DeclinedQuoteVersion = 1, Diagnosed = true });

    [Fact]
    [Rule("O3/63", Shows.Refused)]
    public void One_whose_quote_was_approved_does_not() =>
        Given(OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera), Approved)
            .When(job => ReturnUnrepaired.Decide(job, Return with { Withdrawn = true })).ThenRefused("repair.not-repaired");

    [Fact]
    public void A_unit_neither_covered_nor_repairable_goes_back() =>
        Given(OldCamera, DecidedOn(OldCamera, BeyondRepair)).When(job => ReturnUnrepaired.Decide(job, Return))
            .Then(Returned with { Because = "not-repairable", Diagnosed = true });

    [Fact]
    [Rule("T10/82", Shows.Accepted)]
    public void A_unit_without_a_fault_goes_back_to_its_distributor() =>
        Given(CameraToSender with { Because = "no-fault-found" }).When(job => ReturnUnrepaired.Decide(job, Return))
            .Then(Returned with { Because = "no-fault-found" });

    [Fact]
    [Rule("T10/82", Shows.Refused)]
    public void One_with_a_confirmed_fault_is_replaced_and_stays() =>
        Given(CameraToReplace).When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.only-to-be-replaced");

    [Fact]
    public void A_withdrawal_before_the_diagnosis_is_told_as_one_without_and_after_it_as_one_with()
    {
        Given(OldCamera).When(job => ReturnUnrepaired.Decide(job, Return)).ThenRefused("repair.not-diagnosed");
        Given(OldCamera).When(job => ReturnUnrepaired.Decide(job, Return with { Withdrawn = true }))
            .Then(Returned with { Because = "withdrawn" });
        Given(OldCamera, DecidedOn(OldCamera, Defective)).When(job => ReturnUnrepaired.Decide(job, Return with { Withdrawn = true }))
            .Then(Returned with { Because = "withdrawn", Diagnosed = true });
        var covered = OldCamera with { Coverage = InWarranty };
        Given(covered, DecidedOn(covered, Defective)).When(job => ReturnUnrepaired.Decide(job, Return with { Withdrawn = true }))
            .Then(Returned with { Because = "withdrawn", Diagnosed = true, Covered = true });
    }

    [Fact]
    [Rule("W11/46", Shows.Accepted)]
    public void Another_service_is_recorded_with_both_costs() =>
        Given(OldCamera with { Purpose = "return-unrepaired" })
            .When(job => ReturnUnrepaired.Decide(job, Return with { Shipment = Overnight }))
            .Then(Returned with { Because = null, Freight = new("UPS Next Day Air", 61.70m, 14.20m, "USD") });
}
