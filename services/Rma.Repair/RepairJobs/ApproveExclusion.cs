using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>A second person approves an exclusion that the policy does not name (W5, A-15, rule 38); the case is decided again.</summary>
public sealed record ApproveExclusion(string Approver, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ApproveExclusion command) => job switch
    {
        RepairJob.Referred { Verdict: { } verdict } when Waiting(verdict) is { } waiting =>
            Persons.AreSame(waiting.FoundBy, command.Approver)
            ? throw SamePerson()
            : [Diagnose.Decided(verdict.Facts with { Exclusions = Approved(verdict.Facts, command.Approver) }, verdict.Findings,
                verdict.Technician, command.Policy, command.Now)],
        RepairJob.Diagnosed { Verdict.Facts: var facts } when facts.Exclusions.Any(found => found.ApprovedBy is not null) => [],
        RepairJob.Done done => throw Refusals.Over(done),
        RepairJob.NotOpened => throw Refusals.Unknown(),
        _ => throw new RefusedException("repair.no-exclusion-waiting", "No exclusion waits for an approval here."),
    };

    private static ExclusionFound? Waiting(RepairDecided verdict) =>
        verdict.Facts.Exclusions.FirstOrDefault(found => found is { Code: Exclusions.Other, ApprovedBy: null });

    private static ValueList<ExclusionFound> Approved(RepairFacts facts, string approver) =>
        [.. facts.Exclusions.Select(found =>
            found is { Code: Exclusions.Other, ApprovedBy: null } ? found with { ApprovedBy = approver } : found)];

    private static RefusedException SamePerson() => new("repair.same-approver", "Whoever found the exclusion does not approve it.")
    {
        Clauses = [Clauses.W5], WouldChange = "The approval of somebody else.",
    };
}

internal static class ApproveExclusionEndpoint
{
    public static void MapApproveExclusion(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/exclusion-approval", (
            Guid id, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
            change.Append(id, new ApproveExclusion(change.By, change.Policy, change.Now), ApproveExclusion.Decide))
            .Allow(Roles.Technician, Roles.ReturnsDesk)
            .WithName("approveExclusion").WithSummary("Approves, as a second person, an exclusion from the warranty.")
            .Refuses(409, [.. RefusalCodes.Ended, "repair.no-exclusion-waiting", "repair.same-approver"]);
}
