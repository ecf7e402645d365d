using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Sends a unit back to its sender as it is, after its drive was cleared. A unit that was to be repaired is sent back when its quote was
/// declined (O3), when it is neither covered nor repairable, or when the requester withdrew.
/// </summary>
public sealed record ReturnUnrepaired(Shipment Shipment, bool Withdrawn, string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ReturnUnrepaired command) => job switch
    {
        RepairJob.OnTheBench unit when ReasonFor(unit, command.Withdrawn) is var reason => unit.DriveIsClear
            ? [Returned(unit, reason, command)]
            : throw Refusals.DriveNotClear(),
        RepairJob.Done { End: UnitReturnedUnrepaired } => [],
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static string? ReasonFor(RepairJob.OnTheBench unit, bool withdrawn) => unit switch
    {
        { Job: { Purpose: Purposes.ReturnUnrepaired } job } => job.Because,
        { Job: { Purpose: not Purposes.Repair } job } => throw Refusals.OtherPurpose(job),
        RepairJob.Declined => ReasonsUnrepaired.QuoteDeclined,
        RepairJob.ToBeSentBack { Verdict.Answer: RepairAnswer.NotRepairable } => ReasonsUnrepaired.NotRepairable,
        RepairJob.Quoted =>
            throw new RefusedException("repair.quote-open",
            "The quote has not been answered: record that it was declined.") { Clauses = [Clauses.O3] },
        RepairJob.Open or RepairJob.Referred or RepairJob.Covered or RepairJob.ToBeQuoted or RepairJob.ToBeSwapped when withdrawn =>
            ReasonsUnrepaired.Withdrawn,
        _ => throw Refusals.NotYet(unit),
    };

    private static UnitReturnedUnrepaired Returned(RepairJob.OnTheBench unit, string? reason, ReturnUnrepaired command) => new(
        command.Shipment.Carrier, command.Shipment.TrackingNumber, command.Technician, command.Now, reason,
        (unit as RepairJob.Declined)?.Quote.QuoteVersion, unit is RepairJob.Diagnosed, command.Shipment.Freight(unit.Job),
        Covered: unit is RepairJob.Diagnosed { Verdict.Decision.Outcome: Outcome.Yes });
}

/// <param name="Withdrawn">The requester no longer wants it repaired.</param>
/// <param name="Freight">When another service than ground was requested.</param>
public sealed record ReturnUnrepairedRequest(string Carrier, string TrackingNumber, bool Withdrawn = false, FreightRequest? Freight = null);

internal static class ReturnUnrepairedEndpoint
{
    public static void MapReturnUnrepaired(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/return-shipment", (
            Guid id, ReturnUnrepairedRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            var shipment = Shipment.Read(request.Carrier, request.TrackingNumber, request.Freight, change.Policy);
            return change.Append(id, new ReturnUnrepaired(shipment, request.Withdrawn, change.By, change.Now), ReturnUnrepaired.Decide);
        }).Allow(Roles.Technician)
            .WithName("returnUnrepaired").WithSummary("Sends a unit back unrepaired.")
            .Refuses(400, RefusalCodes.Shipment)
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.NotReady,
                .. RefusalCodes.Freight, "repair.drive-not-cleared", "repair.quote-open"]);
}
