using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Records the end of a unit's coverage that was unknown at issue (W7, A-12). Coverage known at issue is fixed for that RMA.
/// </summary>
/// <param name="TestedOn">The issue date: coverage is still tested on that day.</param>
public sealed record SettleCoverage(
    DateOnly EndsOn, string Basis, DateOnly TestedOn, string Reason, string SettledBy, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, SettleCoverage command) => job switch
    {
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench { Job.Coverage: { EndsOn: not null } known } => known == Coverage(command) ? [] : throw Fixed(known),
        RepairJob.Diagnosed { Verdict: var verdict } => [
            Settled(command),
            Diagnose.Decided(verdict.Facts with { Coverage = Coverage(command) }, verdict.Findings, verdict.Technician, command.Policy,
                command.Now),
        ],
        RepairJob.OnTheBench => [Settled(command)],
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static CoverageFacts Coverage(SettleCoverage command) => command.TestedOn <= command.EndsOn
        ? new(true, command.EndsOn, command.Basis, command.TestedOn)
        : new(false, command.EndsOn, CoverageFacts.None, command.TestedOn);

    private static CoverageSettled Settled(SettleCoverage command) =>
        new(Coverage(command), command.Reason, command.SettledBy, command.Now);

    private static RefusedException Fixed(CoverageFacts known) => new("repair.coverage-fixed",
        $"The coverage was tested when the number was issued and is fixed: the period ends on {known.EndsOn.Iso()}.") { Clauses =
            [Clauses.W1, Clauses.W7] };
}

/// <param name="Basis"><c>warranty</c> or <c>repair-extension</c>: the kind of the period.</param>
/// <param name="IssuedOn">The issue date of the number, on which coverage is tested.</param>
public sealed record SettleCoverageRequest(
    DateOnly EndsOn, [OneOf("warranty", "repair-extension")] string Basis, DateOnly IssuedOn, string Reason);

internal static class SettleCoverageEndpoint
{
    public static void MapSettleCoverage(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/coverage", (
            Guid id, SettleCoverageRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            if (request.Basis is not (CoverageFacts.Warranty or CoverageFacts.RepairExtension))
                throw new InvalidInputException("coverage.basis-unknown", "The basis is 'warranty' or 'repair-extension'.");
            if (request.Reason.Trim().Length < 3) throw new InvalidInputException("coverage.reason-missing", "Say how it was found out.");
            var command = new SettleCoverage(
                request.EndsOn, request.Basis, request.IssuedOn, request.Reason.Trim(), change.By, change.Policy, change.Now);
            return change.Append(id, command, SettleCoverage.Decide);
        }).Allow(Roles.ReturnsDesk)
            .WithName("settleCoverage").WithSummary("Records the end of the coverage of a unit.")
            .Refuses(400, "coverage.basis-unknown", "coverage.reason-missing")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, "repair.coverage-fixed"]);
}
