using Rma.Policy;
using Rma.Repair.RepairJobs;

namespace Rma.Repair.Tests.RepairJobs;

internal static class Examples
{
    /// <summary>09:00 in Los Angeles.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    public static readonly PolicyVersion Us = PolicyBook.Load().InForceAt(Monday);
    public static readonly Guid JobId = new("0195f000-0000-7000-8000-000000000001");

    public static readonly RepairJobOpened RecorderToStock = new(
        JobId, new("0195f000-0000-7000-8000-0000000000aa"), new("0195f000-0000-7000-8000-0000000000bb"), "RMA-7K2QXF-C", 1, "ACC-1",
        "NVR-1001", "NVR-8", "release-to-stock", HasDrive: true, Monday);

    public static readonly RepairJobOpened RecorderToSender = RecorderToStock with { Purpose = "return-unrepaired", Because = "no-credit" };
    public static readonly RepairJobOpened CameraToSender =
        RecorderToSender with { SerialNumber = "CAM-1", Sku = "CAM-2", HasDrive = false };
    public static readonly RepairJobOpened CameraToTest =
        CameraToSender with { Purpose = "test", Because = null, Remedy = Remedies.OtcExchange };
    public static readonly RepairJobOpened CameraToReplace = CameraToTest with { Purpose = "replace-stock" };
    public static readonly RepairJobOpened RecorderToReplace = CameraToReplace with { SerialNumber = "NVR-1001", HasDrive = true };

    public static readonly CoverageFacts InWarranty = new(true, new(2027, 6, 1), CoverageFacts.Warranty, new(2026, 2, 20));
    public static readonly CoverageFacts Expired = new(false, new(2025, 6, 1), CoverageFacts.None, new(2026, 2, 20));

    /// <summary>A recorder in its warranty.</summary>
    public static readonly RepairJobOpened Recorder = RecorderToStock with
    {
        Purpose = "repair", Remedy = Remedies.WarrantyRepair, Coverage = InWarranty, Exclusions = [], Grade = "B", Currency = "USD",
    };

    /// <summary>A camera whose warranty is over.</summary>
    public static readonly RepairJobOpened OldCamera = CameraToSender with
    {
        Purpose = "repair", Because = null, Remedy = Remedies.PaidRepair, Coverage = Expired, Exclusions = [], Grade = "B",
        Currency = "USD",
    };

    public static readonly RepairJobOpened OldRecorder = Recorder with { Remedy = Remedies.PaidRepair, Coverage = Expired };

    public static readonly DriveCheckedAndReformatted Reformatted = new("tina", Monday.AddHours(1));
    public static readonly UnitReleasedToStock Released = new("tina", Monday.AddHours(2));
    public static readonly UnitReturnedUnrepaired Returned = new("UPS", "1Z999", "tina", Monday.AddHours(2), "no-credit");
    public static readonly Shipment Ground = new("UPS", "1Z999");
    public static readonly Shipment Overnight =
        new("UPS", "1Z999", new("UPS Next Day Air", 61.70m, 14.20m, null, Us.Settings.CurrencyMinorUnits));

    public static readonly Diagnose Defective = new(true, true, "the board is dead", [], null, "tina", Us, Monday.AddHours(3));
    public static readonly Diagnose BeyondRepair = Defective with { Repairable = false, Findings = "burnt through" };
    public static readonly Diagnose Healthy = Defective with { FaultFound = false, Repairable = null, Findings = "works as it should" };

    public static readonly QuoteRepair Quote =
        new([new("labour", "two hours", 90.00m), new("parts", "main board", 55.50m)], null, "tina", Us, Monday.AddHours(4));
    public static readonly QuoteApproved Approved = new(1, 145.50m, "USD", "dora", Monday.AddHours(5));
    public static readonly QuoteDeclined Declined = new(1, "too dear", "dora", Monday.AddHours(5));
    public static readonly UnitRepaired Repaired = new("Replaced the board", ["NVR-8-MB"], 120, "tina", Monday.AddHours(6));

    public static RepairDecided DecidedOn(RepairJobOpened job, Diagnose diagnosis) =>
        Assert.IsType<RepairDecided>(Assert.Single(Diagnose.Decide(Opened(job), diagnosis)));

    public static RepairQuoted QuotedOn(RepairJobOpened job, int version = 1) =>
        Assert.IsType<RepairQuoted>(Assert.Single(QuoteRepair.Decide(After(job, DecidedOn(job, Defective)), Quote))) with { QuoteVersion =
            version };

    public static RepairCompleted CompletedAs(bool covered) => new("Replaced the board", covered, "tina", Monday.AddHours(7));

    public static RepairJob Opened(RepairJobOpened job) => RepairJob.Evolve(RepairJob.Initial, job);

    public static RepairJob After(params RepairJobEvent[] history) => history.Aggregate(RepairJob.Initial, RepairJob.Evolve);
}
