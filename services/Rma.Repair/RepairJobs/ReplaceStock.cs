using Rma.Contracts.Repair;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Sends a sellable unit to the distributor's stock for one exchanged over the counter (T9, A-29; rule 78). The returned unit is kept, with
/// no customer data left on its drive (D4).
/// </summary>
public sealed record ReplaceStock(string ReplacementSerialNumber, Shipment Shipment, string Technician, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, ReplaceStock command) => job switch
    {
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.ReplaceStock } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench { DriveIsClear: false } => throw Refusals.DriveNotClear(),
        RepairJob.OnTheBench unit => [Replaced(unit.Job, command)],
        RepairJob.Done { End: StockReplaced replaced } when replaced.ReplacementSerialNumber == command.ReplacementSerialNumber => [],
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static StockReplaced Replaced(RepairJobOpened job, ReplaceStock command)
    {
        Replacements.EnsureAnotherUnit(job, command.ReplacementSerialNumber);
        return new(command.ReplacementSerialNumber, command.Shipment.Carrier, command.Shipment.TrackingNumber,
            command.Shipment.Freight(job),
            command.Technician, command.Now);
    }
}

public sealed record ReplaceStockRequest(
    string ReplacementSerialNumber, string Carrier, string TrackingNumber, FreightRequest? Freight = null);

internal static class ReplaceStockEndpoint
{
    public static void MapReplaceStock(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/stock-replacement", (
            Guid id, ReplaceStockRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            var shipment = Shipment.Read(request.Carrier, request.TrackingNumber, request.Freight, change.Policy);
            var serial = Replacements.Serial(request.ReplacementSerialNumber);
            return change.Append(id, new ReplaceStock(serial, shipment, change.By, change.Now), ReplaceStock.Decide);
        }).Allow(Roles.Technician)
            .WithName("replaceStock").WithSummary("Sends a sellable unit to the distributor instead of a returned one.")
            .Refuses(400, [.. RefusalCodes.Shipment, "replacement.serial-malformed"])
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.Freight,
                "repair.drive-not-cleared", "repair.same-unit"]);
}
