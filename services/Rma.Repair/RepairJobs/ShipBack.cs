using Rma.Contracts.Issuance;
using Rma.Contracts.Repair;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Sends back a repaired unit, or one without a fault (W10, A-19). The warranty months of a paid repair of an expired unit begin on this
/// day (O2, A-21).
/// </summary>
public sealed record ShipBack(Shipment Shipment, string Technician, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ShipBack command) => job switch
    {
        RepairJob.Completed unit => [ShippedBack(unit, unit.Quote, Outcomes.Repaired, command), .. Granted(unit, command)],
        RepairJob.ToBeSentBack { Verdict.Answer: RepairAnswer.NothingToRepair } unit => unit.DriveIsClear
            ? [ShippedBack(unit, null, Outcomes.NoFaultFound, command)]
            : throw Refusals.DriveNotClear(),
        RepairJob.Done { End: UnitShippedBack } => [],
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench unit => throw Refusals.NotYet(unit),
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static UnitShippedBack ShippedBack(RepairJob.Diagnosed unit, RepairQuoted? quote, string outcome, ShipBack command) => new(
        outcome, Covered: unit is RepairJob.Completed
            && quote is null, quote?.QuoteVersion, quote?.Amount, quote?.Currency, command.Shipment.Carrier,
        command.Shipment.TrackingNumber, command.Shipment.Freight(unit.Job), command.Technician, command.Now);

    private static RepairWarrantyGranted[] Granted(RepairJob.Completed unit, ShipBack command)
    {
        var facts = new RepairWarrantyFacts(
            unit.Verdict.Facts.Remedy, Paid: unit.Quote is not null, PeriodHadExpired: !unit.Job.Coverage?.WithinPeriod,
            command.Policy.Calendar.LocalDate(command.Now));
        return RepairWarranty.Granted(command.Policy, facts) is { From: { } from, Through: { } through } granted
            ? [new RepairWarrantyGranted(facts, granted.Decision, from, through, command.Now)]
            : [];
    }
}

/// <param name="Freight">When another service than ground was requested.</param>
public sealed record ShipBackRequest(string Carrier, string TrackingNumber, FreightRequest? Freight = null);

internal static class ShipBackEndpoint
{
    public static void MapShipBack(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/shipment", (
            Guid id, ShipBackRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            var shipment = Shipment.Read(request.Carrier, request.TrackingNumber, request.Freight, change.Policy);
            return change.Append(id, new ShipBack(shipment, change.By, change.Policy, change.Now), ShipBack.Decide);
        }).Allow(Roles.Technician)
            .WithName("shipBack").WithSummary("Sends a repaired unit back.")
            .Refuses(400, RefusalCodes.Shipment)
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.NotReady,
                .. RefusalCodes.Freight, "repair.drive-not-cleared"]);
}
