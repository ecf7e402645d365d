using Rma.Policy;
using Rma.Repair.RepairJobs;
using Rma.Testing;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

public sealed class RepairUnitTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly RepairUnit Work = new("Replaced the board", ["NVR-8-MB"], 120, "tina", Monday.AddHours(6));
    private static readonly RepairJobEvent[] Free = [Recorder, DecidedOn(Recorder, Defective)];
    private static readonly RepairJobEvent[] Paid = [OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera)];

    [Fact]
    public void A_covered_unit_is_repaired() => Given(Free).When(job => RepairUnit.Decide(job, Work)).Then(Repaired);

    [Fact]
    [Rule("O1/57", Shows.Accepted)]
    public void A_quoted_one_once_its_quote_is_approved() =>
        Given([.. Paid, Approved]).When(job => RepairUnit.Decide(job, Work)).Then(Repaired);

    [Fact]
    [Rule("O1/57", Shows.Refused)]
    public void And_not_before()
    {
        Assert.Equal(["O1"], Given(Paid).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.not-approved").Clauses);
        Given(Paid[..2]).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.not-approved");
        Given([.. Paid, Declined]).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.quote-declined");
    }

    [Fact]
    public void The_same_work_again_changes_nothing_and_other_work_is_refused()
    {
        Given([.. Free, Repaired]).When(job => RepairUnit.Decide(job, Work)).ThenNothing();
        Given([.. Free, Reformatted, Repaired, CompletedAs(true)]).When(job => RepairUnit.Decide(job, Work)).ThenNothing();
        Given([.. Free, Repaired]).When(job => RepairUnit.Decide(job, Work with { LabourMinutes = 5 })).ThenRefused("repair.work-done");
    }

    [Fact]
    public void Refuses_what_is_not_to_be_repaired()
    {
        Given(Recorder).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.not-diagnosed");
        Given(Recorder, DecidedOn(Recorder, BeyondRepair)).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.to-be-swapped");
        Given(Recorder, DecidedOn(Recorder, Healthy)).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.to-be-sent-back");
        Given(Recorder with { Coverage = null }, DecidedOn(Recorder with { Coverage = null }, Defective))
            .When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.coverage-unknown");
        Given(CameraToSender).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.not-ours-to-stock");
        Given(CameraToSender, Returned).When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.already-returned");
        Given().When(job => RepairUnit.Decide(job, Work)).ThenRefused("repair.not-opened");
    }
}

public sealed class CompleteRepairTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly CompleteRepair Complete = new("tina", Monday.AddHours(7));
    private static readonly RepairJobEvent[] Free = [Recorder, DecidedOn(Recorder, Defective), Repaired];
    private static readonly RepairJobEvent[] Paid =
        [OldRecorder, DecidedOn(OldRecorder, Defective), QuotedOn(OldRecorder), Approved, Repaired];

    [Fact]
    [Rule("D1/49", Shows.Accepted)]
    [Rule("D1/54", Shows.Accepted)]
    public void Under_warranty_it_is_complete_once_the_drive_is_clear() =>
        Given([.. Free, Reformatted]).When(job => CompleteRepair.Decide(job, Complete)).Then(CompletedAs(covered: true));

    [Fact]
    [Rule("D1/50", Shows.Accepted)]
    public void And_for_a_quote_as_well() =>
        Given([.. Paid, Reformatted]).When(job => CompleteRepair.Decide(job, Complete)).Then(CompletedAs(covered: false));

    [Fact]
    [Rule("D1/54", Shows.Accepted)]
    public void A_drive_found_absent_is_as_good() =>
        Given([.. Free, new DriveFoundAbsent("tina", Monday)]).When(job => CompleteRepair.Decide(job, Complete))
            .Then(CompletedAs(covered: true));

    [Fact]
    [Rule("D1/49", Shows.Refused)]
    [Rule("D1/54", Shows.Refused)]
    public void Refuses_while_the_drive_was_not_checked_and_reformatted() => // E15
        Assert.Equal(["D1", "D4", "D5"],
            Given(Free).When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.drive-not-cleared").Clauses);

    [Fact]
    [Rule("D1/50", Shows.Refused)]
    // E15
    public void Out_of_warranty_too() =>
        Given(Paid).When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.drive-not-cleared");

    [Fact]
    public void Completing_twice_changes_nothing() =>
        Given([.. Free, Reformatted, CompletedAs(true)]).When(job => CompleteRepair.Decide(job, Complete)).ThenNothing();

    [Fact]
    public void Refuses_what_was_not_repaired()
    {
        Given(Free[..2]).When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.not-repaired");
        Given(Recorder).When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.not-diagnosed");
        Given(CameraToReplace).When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.only-to-be-replaced");
        Given(CameraToSender, Returned).When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.already-returned");
        Given().When(job => CompleteRepair.Decide(job, Complete)).ThenRefused("repair.not-opened");
    }
}

public sealed class ShipBackTests : Spec<RepairJob, RepairJobEvent>
{
    private static readonly ShipBack Ship = new(Ground, "tina", Us, Monday.AddHours(8));
    private static readonly RepairJobEvent[] Free = [Recorder, DecidedOn(Recorder, Defective), Repaired, Reformatted, CompletedAs(true)];
    private static readonly RepairJobEvent[] Paid =
        [OldCamera, DecidedOn(OldCamera, Defective), QuotedOn(OldCamera), Approved, Repaired, CompletedAs(false)];
    private static readonly UnitShippedBack ShippedFree =
        new("repaired", true, null, null, null, "UPS", "1Z999", null, "tina", Monday.AddHours(8));
    private static readonly UnitShippedBack ShippedPaid =
        ShippedFree with { Covered = false, QuoteVersion = 1, QuoteAmount = 145.50m, Currency = "USD" };

    [Fact]
    [Rule("W10/45", Shows.Accepted)]
    [Rule("O2/60", Shows.Refused)]
    public void A_free_repair_ships_back_and_grants_nothing() => Given(Free).When(job => ShipBack.Decide(job, Ship)).Then(ShippedFree);

    [Fact]
    [Rule("O2/58", Shows.Accepted)]
    [Rule("O2/59", Shows.Accepted)]
    public void A_paid_repair_of_an_expired_unit_grants_six_months_from_that_day()
    {
        var facts = new RepairWarrantyFacts("paid-repair", true, true, new(2026, 3, 2));
        Given(Paid).When(job => ShipBack.Decide(job, Ship)).Then(
            ShippedPaid, new RepairWarrantyGranted(
                facts, RepairWarranty.Granted(Us, facts).Decision, new(2026, 3, 2), new(2026, 9, 2), Monday.AddHours(8)));
    }

    [Fact]
    [Rule("O2/61", Shows.Refused)]
    [Rule("O2/58", Shows.Refused)]
    public void A_paid_repair_of_an_excluded_unit_in_its_period_grants_nothing()
    {
        var burnt = OldCamera with { Coverage = InWarranty, Exclusions = ["fire"] };
        RepairJobEvent[] history = [burnt, DecidedOn(burnt, Defective), QuotedOn(burnt), Approved, Repaired, CompletedAs(false)];
        Given(history).When(job => ShipBack.Decide(job, Ship)).Then(ShippedPaid);
    }

    [Fact]
    [Rule("W11/46", Shows.Accepted)]
    public void Another_service_is_recorded_with_both_costs() => // E07
        Given(Free).When(job => ShipBack.Decide(job, Ship with { Shipment = Overnight }))
            .Then(ShippedFree with { Freight = new("UPS Next Day Air", 61.70m, 14.20m, "USD") });

    [Theory]
    [InlineData(null, null, "shipment.currency-missing")]
    [InlineData("USD", "EUR", "shipment.currency-differs")]
    [InlineData("JPY", null, "shipment.cost-malformed")]
    public void Refuses_costs_in_no_or_another_currency(string? invoiced, string? said, string code)
    {
        var job = Recorder with { Currency = invoiced };
        var other = Overnight with { OtherService = Overnight.OtherService! with { Currency = said } };
        Given([job, DecidedOn(job, Defective), Repaired, Reformatted, CompletedAs(true)])
            .When(state => ShipBack.Decide(state, Ship with { Shipment = other })).ThenRefused(code);
    }

    [Fact]
    public void A_unit_without_a_fault_goes_back_once_its_drive_is_clear()
    {
        var healthy = DecidedOn(Recorder, Healthy);
        Given(Recorder, healthy).When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.drive-not-cleared");
        Given(Recorder, healthy, Reformatted).When(job => ShipBack.Decide(job, Ship))
            .Then(ShippedFree with { Outcome = "no-fault-found", Covered = false });
    }

    [Fact]
    public void Shipping_twice_changes_nothing() => Given([.. Free, ShippedFree]).When(job => ShipBack.Decide(job, Ship)).ThenNothing();

    [Fact]
    public void Refuses_what_is_not_complete()
    {
        Given(Free[..4]).When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.not-completed");
        Given(Free[..2]).When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.not-repaired");
        Given(OldCamera, DecidedOn(OldCamera, BeyondRepair)).When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.to-be-sent-back");
        Given(CameraToSender).When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.not-ours-to-stock");
        Given(CameraToSender, Returned).When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.already-returned");
        Given().When(job => ShipBack.Decide(job, Ship)).ThenRefused("repair.not-opened");
    }
}
