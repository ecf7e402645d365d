using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Lets a credited unit go back to stock, its drive cleared.</summary>
public sealed record ReleaseToStock(string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ReleaseToStock command) => job switch
    {
        RepairJob.Open { Job.Purpose: not Purposes.ReleaseToStock } => throw new RefusedException("repair.not-ours-to-stock", "This unit belongs to its sender and goes back."),
        RepairJob.Open { DriveIsClear: false } => throw RepairJob.DriveNotClear(),
        RepairJob.Open => [new UnitReleasedToStock(command.Technician, command.Now)],
        RepairJob.Done { End: UnitReleasedToStock } => [],
        RepairJob.Done => throw new RefusedException("repair.already-returned", "This unit has already left for its sender."),
        _ => throw RepairJob.Unknown(),
    };
}

internal static class ReleaseToStockEndpoint
{
    public static void MapReleaseToStock(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/stock-release", async (
            Guid id, ClaimsPrincipal user, Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock, CancellationToken ct) =>
        {
            var command = new ReleaseToStock(user.ClientId(), clock.GetUtcNow());
            await repairJobs.Append(id, job => ReleaseToStock.Decide(job, command), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.Technician);
}
