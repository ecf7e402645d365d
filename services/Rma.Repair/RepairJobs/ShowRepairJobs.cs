using Npgsql;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>A job with all known data. Members that do not apply are left out.</summary>
/// <param name="Job">The state and the next action.</param>
/// <param name="Asked">The request, with coverage and exclusions.</param>
/// <param name="Decision">The policy's decision, with its reason.</param>
/// <param name="Quote">The last quote.</param>
public sealed record RepairJobView(
    WorkbenchRow Job, RepairJobOpened Asked, RepairFacts? Facts, Decision? Decision, RepairQuoted? Quote,
    IReadOnlyList<TimelineEntry> Timeline);

internal static class ShowRepairJobsEndpoint
{
    private static readonly string[] Readers = [Roles.Technician, Roles.ReturnsDesk, Roles.Auditor, Roles.Operator];

    public static void MapRepairJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/repair-jobs", async (
            string? rmaNumber, string? serialNumber, string? sku, bool? all, [AsParameters] ListPage page) =>
            await Workbench.Read(
                page, Policy.RmaNumber.AsPrinted(rmaNumber), serialNumber, sku, all ?? (rmaNumber is not null || serialNumber is not null)))
            .Allow(Readers)
            .WithName("listRepairJobs").WithSummary("Lists repair jobs with their state and next action.")
            .Pages<WorkbenchRow>();

        routes.MapGet("/repair-jobs/{id:guid}", async (
            Guid id, NpgsqlDataSource database, Streams<RepairJob, RepairJobEvent> repairJobs, CancellationToken ct) =>
        {
            if (await Workbench.Find(database, id) is not { } row) return Problems.NotFound("repair-job");
            var history = await repairJobs.History(id.ToString("D"), ct);
            var events = history.Select(stored => (RepairJobEvent)stored.Body).ToArray();
            var verdict = events.OfType<RepairDecided>().LastOrDefault();
            return Results.Ok(new RepairJobView(
                row, events.Fold<RepairJob, RepairJobEvent>().Unit!, verdict?.Facts, verdict?.Decision,
                events.OfType<RepairQuoted>().LastOrDefault(), [.. history.Select(TimelineEntry.Of)]));
        }).Allow(Readers)
            .WithName("showRepairJob").WithSummary("Shows a repair job with all known data.")
            .Produces<RepairJobView>()
            .Refuses(404, "repair-job.not-found");
    }
}
