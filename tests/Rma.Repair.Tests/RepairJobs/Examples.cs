using Rma.Repair.RepairJobs;

namespace Rma.Repair.Tests.RepairJobs;

internal static class Examples
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);
    public static readonly Guid JobId = new("0195f000-0000-7000-8000-000000000001");

    public static readonly RepairJobOpened RecorderToStock = new(
        JobId, new("0195f000-0000-7000-8000-0000000000aa"), new("0195f000-0000-7000-8000-0000000000bb"), "RMA-7K2QXF-C", 1, "ACC-1", "NVR-1001", "NVR-8",
        "release-to-stock", HasDrive: true, Monday);

    public static readonly RepairJobOpened RecorderToSender = RecorderToStock with { Purpose = "return-unrepaired" };
    public static readonly RepairJobOpened CameraToSender = RecorderToSender with { SerialNumber = "CAM-1", Sku = "CAM-2", HasDrive = false };
    public static readonly DriveCheckedAndReformatted Reformatted = new("tina", Monday.AddHours(1));
    public static readonly UnitReleasedToStock Released = new("tina", Monday.AddHours(2));
    public static readonly UnitReturnedUnrepaired Returned = new("UPS Ground", "1Z999", "tina", Monday.AddHours(2));
}
