using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.RepairJobs;

/// <summary>What the bench tells the others.</summary>
internal static class RepairJobNews
{
    public static IEnumerable<object> Of(RepairJob job, RepairJobEvent @event) => (job, @event) switch
    {
        (RepairJob.Open { Job: var unit }, DriveCheckedAndReformatted e) => [Cleared(unit, false, e.ClearedAt)],
        (RepairJob.Open { Job: var unit }, DriveFoundAbsent e) => [Cleared(unit, true, e.FoundAt)],
        (RepairJob.Done { Job: var unit }, UnitReleasedToStock e) => [new V1.UnitReleasedToStock(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.ReleasedAt)],
        (RepairJob.Done { Job: var unit }, UnitReturnedUnrepaired e) => [new V1.UnitReturnedUnrepaired(
            unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, e.Carrier, e.TrackingNumber, e.ShippedAt)],
        _ => [], // ours alone
    };

    private static V1.DriveCleared Cleared(RepairJobOpened unit, bool absent, DateTimeOffset at) =>
        new(unit.RepairJobId, unit.ReturnId, unit.RmaId, unit.RmaNumber, unit.Line, unit.SerialNumber, absent, at);
}
