using Rma.Contracts.Repair;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Records that a unit works again. A unit with a drive is only complete after the drive was checked and reformatted, paid or not (D1;
/// rules 49, 50, 54).
/// </summary>
public sealed record CompleteRepair(string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, CompleteRepair command) => job switch
    {
        RepairJob.Repaired { DriveIsClear: false } => throw Refusals.DriveNotClear(),
        RepairJob.Repaired unit =>
            [new RepairCompleted(unit.Work.Resolution, Covered: unit.Quote is null, command.Technician, command.Now)],
        RepairJob.Completed => [],
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench unit => throw Refusals.NotYet(unit),
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };
}

internal static class CompleteRepairEndpoint
{
    public static void MapCompleteRepair(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/completion", (Guid id, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
            change.Append(id, new CompleteRepair(change.By, change.Now), CompleteRepair.Decide)).Allow(Roles.Technician)
            .WithName("completeRepair").WithSummary("Completes a repair.")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.NotReady,
                "repair.drive-not-cleared"]);
}
