using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Repair.RepairJobs;

/// <summary>
/// Sends a refurbished unit instead of a covered one that cannot be repaired: of at least the same grade, another unit, and with the
/// warranty end of the original (W8, W9, A-18; rules 42–44). The drive of the kept unit is cleared like that of any unit sent for
/// repair (D1).
/// </summary>
public sealed record SwapUnit(
    string ReplacementSerialNumber, string Grade, Shipment Shipment, string Technician, PolicyVersion Policy, DateTimeOffset Now)
{
    public static IEnumerable<RepairJobEvent> Decide(RepairJob job, SwapUnit command) => job switch
    {
        RepairJob.ToBeSwapped { DriveIsClear: false } => throw Refusals.DriveNotClear(),
        RepairJob.ToBeSwapped unit => [Swapped(unit, command)],
        RepairJob.Done { End: UnitSwapped swapped } when swapped.ReplacementSerialNumber == command.ReplacementSerialNumber => [],
        RepairJob.OnTheBench { Job: { Purpose: not Purposes.Repair } other } => throw Refusals.OtherPurpose(other),
        RepairJob.OnTheBench unit =>
            throw new RefusedException("repair.not-to-be-swapped", "Only a covered unit that cannot be repaired is swapped.")
        {
            Clauses = [Clauses.W8], WouldChange = unit is RepairJob.Open ? "Record the diagnosis." : null,
        },
        RepairJob.Done done => throw Refusals.Over(done),
        _ => throw Refusals.Unknown(),
    };

    private static UnitSwapped Swapped(RepairJob.ToBeSwapped unit, SwapUnit command)
    {
        var grades = command.Policy.Settings.RefurbishedGrades.ToList();
        var (needed, offered) = (grades.IndexOf(unit.Verdict.Facts.Grade!), grades.IndexOf(command.Grade));
        if (offered < 0 || offered > needed)
            throw new RefusedException("repair.grade-too-low",
                $"The unit is of grade {unit.Verdict.Facts.Grade}: its replacement is of that grade or a better one.")
            {
                Clauses = [Clauses.W8], WouldChange = $"A unit of grade {string.Join(" or ", grades.Take(needed + 1))}.",
            };
        Replacements.EnsureAnotherUnit(unit.Job, command.ReplacementSerialNumber);
        return new(command.ReplacementSerialNumber, command.Grade, command.Shipment.Carrier, command.Shipment.TrackingNumber,
            command.Shipment.Freight(unit.Job), command.Technician, command.Now);
    }
}

/// <summary>Checks for every unit sent instead of another.</summary>
internal static class Replacements
{
    public static void EnsureAnotherUnit(RepairJobOpened job, string replacement)
    {
        if (string.Equals(job.SerialNumber, replacement, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("repair.same-unit", "A unit cannot be replaced by itself.") { Clauses = [Clauses.W8] };
    }

    public static string Serial(string serialNumber) => serialNumber.Trim() is { Length: >= 1 and <= 64 } serial
        ? serial
        : throw new InvalidInputException("replacement.serial-malformed", "The serial number is 1 to 64 characters.");
}

/// <param name="Grade">Of the replacement.</param>
public sealed record SwapUnitRequest(
    string ReplacementSerialNumber, string Grade, string Carrier, string TrackingNumber, FreightRequest? Freight = null);

internal static class SwapUnitEndpoint
{
    public static void MapSwapUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/repair-jobs/{id:guid}/swap", (
            Guid id, SwapUnitRequest request, [AsParameters] Change<RepairJob, RepairJobEvent> change) =>
        {
            var serial = Replacements.Serial(request.ReplacementSerialNumber);
            var shipment = Shipment.Read(request.Carrier, request.TrackingNumber, request.Freight, change.Policy);
            var command = new SwapUnit(serial, request.Grade.Trim(), shipment, change.By, change.Policy, change.Now);
            return change.Append(id, command, SwapUnit.Decide);
        }).Allow(Roles.Technician)
            .WithName("swapUnit").WithSummary("Sends a refurbished unit instead of one that cannot be repaired.")
            .Refuses(400, [.. RefusalCodes.Shipment, "replacement.serial-malformed"])
            .Refuses(409, [.. RefusalCodes.Ended, .. RefusalCodes.OtherPurpose, .. RefusalCodes.Freight,
                "repair.drive-not-cleared", "repair.grade-too-low", "repair.not-to-be-swapped", "repair.same-unit"]);
}
