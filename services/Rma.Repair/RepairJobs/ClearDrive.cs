using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Records that the drive of a unit was checked and reformatted, or that there is none (clause D1).</summary>
public sealed record ClearDrive(bool Absent, string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ClearDrive command) => job switch
    {
        RepairJob.OnTheBench { DriveIsClear: false } when command.Absent => [new DriveFoundAbsent(command.Technician, command.Now)],
        RepairJob.OnTheBench { DriveIsClear: false } => [new DriveCheckedAndReformatted(command.Technician, command.Now)],
        RepairJob.NotOpened => throw Refusals.Unknown(),
        _ => [],
    };
}

/// <param name="Absent">True when the unit no longer contains a drive.</param>
public sealed record ClearDriveRequest(bool Absent);

internal static class ClearDriveEndpoint
{
    public static void MapClearDrive(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/drive-clearance", (
            Guid id, ClearDriveRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
            change.Append(id, new ClearDrive(request.Absent, change.By, change.Now), ClearDrive.Decide)).Allow(Roles.Technician)
            .WithName("clearDrive").WithSummary("Records that a drive was checked and reformatted, or that there is none.")
            .Refuses(409, "repair.not-opened");
}
