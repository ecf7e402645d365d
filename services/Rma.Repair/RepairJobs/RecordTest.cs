using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>Records whether a unit has the claimed fault (T10, V1, A-36). The consequences are decided elsewhere.</summary>
public sealed record RecordTest(bool FaultFound, string Findings, ValueList<string> Exclusions, string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, RecordTest command) => job switch
    {
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Test } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench => [new UnitTested(command.FaultFound, command.Findings, command.Exclusions, command.Technician, command.Now)],
        RepairJob.Done { End: UnitTested tested } when tested.FaultFound == command.FaultFound
            && tested.Exclusions.Equals(command.Exclusions) => [],
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };
}

/// <param name="Exclusions">Warranty exclusions found by the test, by the codes of the policy.</param>
public sealed record RecordTestRequest(bool FaultFound, string Findings, string[]? Exclusions = null);

internal static class RecordTestEndpoint
{
    public static void MapRecordTest(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/test", (
            Guid id, RecordTestRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            var (findings, exclusions) = (BenchNotes.Findings(request.Findings), BenchNotes.ListedExclusions(request.Exclusions));
            return change.Append(id, new RecordTest(request.FaultFound, findings, exclusions, change.By, change.Now), RecordTest.Decide);
        }).Allow(Roles.Technician)
            .WithName("recordTest").WithSummary("Records the test of a unit.")
            .Refuses(400, "exclusion.unknown", "findings.missing")
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose]);
}

/// <summary>Validation of a technician's entries.</summary>
internal static class BenchNotes
{
    public static string Findings(string findings) => findings.Trim() is { Length: >= 3 } words
        ? words
        : throw new InvalidInputException("findings.missing", "Say what was found.");

    /// <summary>
    /// The codes, each once and in the order of the policy. An exclusion the policy does not name belongs to the diagnosis.
    /// </summary>
    public static ValueList<string> ListedExclusions(string[]? codes)
    {
        foreach (var code in codes ?? [])
        {
            if (!Exclusions.Listed.Contains(code))
                throw new InvalidInputException("exclusion.unknown", $"'{code}' is none of: {string.Join(", ", Exclusions.Listed)}.");
        }

        return [.. Exclusions.Listed.Where(known => codes?.Contains(known) is true)];
    }
}
