using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Records a diagnosis and applies the policy to it (W1–W8, O1). Another diagnosis may correct it until the work is done; an earlier
/// quote is void then, approved or not.
/// </summary>
/// <param name="Exclusions">Exclusions found at the bench, besides those of the inspection.</param>
/// <param name="Grade">As graded on the bench; null = as recorded.</param>
public sealed record Diagnose(
    bool FaultFound, bool? Repairable, string Findings, ValueList<ExclusionFound> Exclusions, string? Grade, string Technician,
    PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, Diagnose command) => job switch
    {
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.Repaired or RepairJob.Completed => throw Refusals.WorkDone(),
        RepairJob.Declined => throw Refusals.QuoteDeclined(),
        RepairJob.Diagnosed { Verdict: var before } unit =>
            Verdict(unit.Job, command) is var verdict && verdict.SaysTheSameAs(before) ? [] : [verdict],
        RepairJob.OnTheBench unit => [Verdict(unit.Job, command)],
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    /// <summary>The decision on the facts of a job.</summary>
    internal static RepairDecided Decided(RepairFacts facts, string findings, string technician, PolicyVersion policy, DateTimeOffset now)
    {
        var dated = facts with { DecidedOn = policy.Calendar.LocalDate(now) };
        var answer = RepairPolicy.Decide(policy, dated);
        return new(dated, answer.Kind, answer.Code, answer.Decision, findings, technician, now);
    }

    private static RepairDecided Verdict(RepairJobOpened job, Diagnose command) => Decided(
        new()
        {
            Remedy = job.Remedy ?? Remedies.WarrantyRepair, Coverage = job.Coverage, FaultFound = command.FaultFound,
            Repairable = command.Repairable, Grade = command.Grade ?? job.Grade, DecidedOn = default,
            Exclusions = [.. (job.Exclusions ?? []).Select(code => new ExclusionFound(code, ExclusionFound.AtInspection)),
                .. command.Exclusions],
        },
        command.Findings, command.Technician, command.Policy, command.Now);
}

/// <param name="Repairable">Required when a fault was found.</param>
/// <param name="Exclusions">Warranty exclusions, by the codes of the policy.</param>
/// <param name="OtherExclusion">The written reason of an exclusion the policy does not name; a second person has to approve it.</param>
/// <param name="Grade">The grade of the unit, if not recorded before.</param>
public sealed record DiagnoseRequest(
    bool FaultFound, string Findings, bool? Repairable = null, string[]? Exclusions = null, string? OtherExclusion = null,
    string? Grade = null);

internal static class DiagnoseEndpoint
{
    public static void MapDiagnose(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/diagnosis", (
            Guid id, DiagnoseRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
            change.Append(id, Read(request, change.By, change.Policy, change.Now), Diagnose.Decide)).Allow(Roles.Technician)
            .WithName("diagnose").WithSummary("Records the diagnosis of a unit.")
            .Refuses(400, "diagnosis.contradictory", "diagnosis.grade-unknown", "diagnosis.incomplete",
                "exclusion.reason-missing", "exclusion.unknown", "findings.missing")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, "repair.quote-declined", "repair.work-done"]);

    private static Diagnose Read(DiagnoseRequest request, string technician, PolicyVersion policy, DateTimeOffset now)
    {
        if (request is { FaultFound: true, Repairable: null })
            throw new InvalidInputException("diagnosis.incomplete", "Say whether it can be repaired.");
        if (request is { FaultFound: false, Repairable: not null })
            throw new InvalidInputException("diagnosis.contradictory", "Without a fault there is nothing to repair.");
        if (request.Grade is { } grade && !policy.Settings.RefurbishedGrades.Contains(grade))
            throw new InvalidInputException(
                "diagnosis.grade-unknown", $"The grade is one of {string.Join(", ", policy.Settings.RefurbishedGrades)}.");
        if (request.OtherExclusion is { } other && other.Trim().Length < 3)
            throw new InvalidInputException("exclusion.reason-missing", "Say in writing what excludes the unit.");
        ExclusionFound[] found =
        [
            .. BenchNotes.ListedExclusions(request.Exclusions)
                .Select(code => new ExclusionFound(code, ExclusionFound.OnTheBench, FoundBy: technician)),
            .. request.OtherExclusion is { } reason
                ? [new ExclusionFound(Exclusions.Other, ExclusionFound.OnTheBench, reason.Trim(), technician)]
                : Array.Empty<ExclusionFound>(),
        ];
        return new(request.FaultFound, request.Repairable, BenchNotes.Findings(request.Findings), [.. found], request.Grade, technician,
            policy, now);
    }
}
