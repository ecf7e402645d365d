using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Data recovery is not offered under any remedy (D3, rule 51). The route exists so that the answer cites the clause.</summary>
public sealed record RefuseRecovery
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, RefuseRecovery command) => (job, command) switch
    {
        (RepairJob.NotOpened, _) => throw Refusals.Unknown(),
        _ => throw new RefusedException("repair.no-data-recovery",
            "Data are not recovered: they are assumed to have been backed up before the unit was sent, and may be discarded.") { Clauses =
                [Clauses.D3, Clauses.D4, Clauses.D5] },
    };
}

internal static class RefuseRecoveryEndpoint
{
    public static void MapRefuseRecovery(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/data-recovery", (Guid id, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
            change.Append(id, new RefuseRecovery(), RefuseRecovery.Decide)).Allow(Roles.Technician, Roles.ReturnsDesk)
            .WithName("refuseRecovery").WithSummary("Refuses a request for data recovery, always.")
            .Refuses(409, "repair.no-data-recovery", "repair.not-opened");
}
