using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Records the work on a unit: only where it is covered or its quote approved (rule 57).</summary>
public sealed record RepairUnit(string Resolution, ValueList<string> Parts, int LabourMinutes, string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, RepairUnit command) => job switch
    {
        RepairJob.Covered or RepairJob.Approved => [Repaired(command)],
        RepairJob.Repaired { Work: var work } => IsTheSame(work, command) ? [] : throw Refusals.WorkDone(),
        RepairJob.Completed { Work: var work } => IsTheSame(work, command) ? [] : throw Refusals.WorkDone(),
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench unit => throw Refusals.NotYet(unit),
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static UnitRepaired Repaired(RepairUnit command) =>
        new(command.Resolution, command.Parts, command.LabourMinutes, command.Technician, command.Now);

    private static bool IsTheSame(UnitRepaired work, RepairUnit command) =>
        (work.Resolution, work.LabourMinutes) == (command.Resolution, command.LabourMinutes) && work.Parts.Equals(command.Parts);
}

/// <param name="Resolution">The work done.</param>
/// <param name="Parts">The installed parts; may be empty.</param>
public sealed record RepairUnitRequest(string Resolution, int LabourMinutes, string[]? Parts = null);

internal static class RepairUnitEndpoint
{
    public static void MapRepairUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/repair", (
            Guid id, RepairUnitRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            if (request.LabourMinutes is < 0 or > 10_000)
                throw new InvalidInputException("repair.labour-out-of-range", "The labor is 0 to 10,000 minutes.");
            if (request.Parts is { Length: > 100 }) throw new InvalidInputException("repair.parts-out-of-range", "At most 100 parts.");
            var command = new RepairUnit(
                BenchNotes.Findings(request.Resolution), [.. request.Parts ?? []], request.LabourMinutes, change.By, change.Now);
            return change.Append(id, command, RepairUnit.Decide);
        }).Allow(Roles.Technician)
            .WithName("repairUnit").WithSummary("Records the repair of a unit.")
            .Refuses(400, "findings.missing", "repair.labour-out-of-range", "repair.parts-out-of-range")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.NotReady]);
}
