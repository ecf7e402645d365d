using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Sends a unit back to its sender as it is; a drive that leaves the house has been cleared.</summary>
public sealed record ReturnUnrepaired(string Carrier, string TrackingNumber, string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ReturnUnrepaired command) => job switch
    {
        RepairJob.Open { Job.Purpose: not Purposes.ReturnUnrepaired } => throw new RefusedException("repair.not-to-be-returned", "This unit was credited and stays here."),
        RepairJob.Open { DriveIsClear: false } => throw RepairJob.DriveNotClear(),
        RepairJob.Open => [new UnitReturnedUnrepaired(command.Carrier, command.TrackingNumber, command.Technician, command.Now)],
        RepairJob.Done { End: UnitReturnedUnrepaired } => [],
        RepairJob.Done => throw new RefusedException("repair.already-in-stock", "This unit has already been released to stock."),
        _ => throw RepairJob.Unknown(),
    };
}

public sealed record ReturnUnrepairedRequest(string Carrier, string TrackingNumber);

internal static class ReturnUnrepairedEndpoint
{
    public static void MapReturnUnrepaired(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/return-shipment", async (
            Guid id, ReturnUnrepairedRequest request, ClaimsPrincipal user,
            Streams<RepairJob, RepairJobEvent> repairJobs, TimeProvider clock, CancellationToken ct) =>
        {
            if (string.IsNullOrWhiteSpace(request.Carrier) || string.IsNullOrWhiteSpace(request.TrackingNumber))
                throw new InvalidRequestException("shipment.incomplete", "Name the carrier and the tracking number.");
            var command = new ReturnUnrepaired(request.Carrier.Trim(), request.TrackingNumber.Trim(), user.ClientId(), clock.GetUtcNow());
            await repairJobs.Append(id, job => ReturnUnrepaired.Decide(job, command), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.Technician);
}
