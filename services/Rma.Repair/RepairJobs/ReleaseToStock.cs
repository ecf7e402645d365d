using Rma.Contracts.Repair;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Releases a credited unit to stock after its drive was cleared.</summary>
public sealed record ReleaseToStock(string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ReleaseToStock command) => job switch
    {
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.ReleaseToStock } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench { DriveIsClear: false } => throw Refusals.DriveNotClear(),
        RepairJob.OnTheBench => [new UnitReleasedToStock(command.Technician, command.Now)],
        RepairJob.Done { End: UnitReleasedToStock } => [],
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };
}

internal static class ReleaseToStockEndpoint
{
    public static void MapReleaseToStock(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/stock-release", (Guid id, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
            change.Append(id, new ReleaseToStock(change.By, change.Now), ReleaseToStock.Decide)).Allow(Roles.Technician)
            .WithName("releaseToStock").WithSummary("Releases a credited unit to stock.")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, "repair.drive-not-cleared"]);
}
