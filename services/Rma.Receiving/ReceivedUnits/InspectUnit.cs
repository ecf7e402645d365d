using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.Receiving.Photos;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>Records the inspection of a unit, once (clause C4).</summary>
public sealed record InspectUnit(ObservedCondition Condition, string Inspector, DateTimeOffset Now)
{
    /// <exception cref="InvalidInputException">The facts are incomplete, or not about this unit.</exception>
    public static IEnumerable<ReceivedUnitEvent> Decide(ReceivedUnit state, InspectUnit command) => state switch
    {
        ReceivedUnit.AwaitingInspection { Unit: var unit } when command.Condition.OtherExclusion is not null =>
            [new OtherExclusionProposed(Checked(unit, command.Condition), command.Inspector, command.Now)],
        ReceivedUnit.AwaitingInspection { Unit: var unit } =>
            [new UnitInspected(Checked(unit, command.Condition), command.Inspector, command.Now)],
        ReceivedUnit.AwaitingSecondPerson { Unit: var unit, Proposal: var before } when before.Condition == Sorted(
            unit, command.Condition) => [],
        ReceivedUnit.AwaitingSecondPerson =>
            throw new RefusedException("inspection.awaits-second-person", "An exclusion of this unit waits for a second person.")
        {
            Clauses = [Policy.Clauses.W5], WouldChange = "Somebody else agrees to the exclusion, or does not.",
        },
        ReceivedUnit.Inspected { Unit: var unit, Inspection.Condition: var before } when before == Sorted(unit, command.Condition) => [],
        ReceivedUnit.Inspected =>
            throw new RefusedException("inspection.already-completed", "This unit has been inspected, with another result.")
        {
            Clauses = [Policy.Clauses.C4],
        },
        _ => throw new RefusedException(
            "unit.not-received", "This unit has not been received.") { Clauses = [Policy.Clauses.C4],
        WouldChange = "Scan the unit at the dock." },
    };

    private static ObservedCondition Checked(UnitReceived unit, ObservedCondition seen)
    {
        if (!SerialLabels.All.Contains(seen.SerialLabel))
            throw new InvalidInputException(
                "inspection.unknown-serial-label", $"The serial label is one of: {string.Join(", ", SerialLabels.All)}.");
        if (seen.MissingAccessories.Except(unit.Accessories).FirstOrDefault() is { } stranger)
            throw new InvalidInputException(
                "inspection.unknown-accessory", $"'{stranger}' is not on the bill of accessories of this unit.");
        if (seen.Exclusions?.Except(Policy.Exclusions.SeenOnUnit).FirstOrDefault() is { } unheard)
            throw new InvalidInputException(
                "inspection.unknown-exclusion", $"'{unheard}' is no exclusion of the policy; describe another one in words.");
        if ((seen.Exclusions is { Count: > 0 } || seen.OtherExclusion is not null) && seen.Photos.Count == 0 && seen.Note is null)
            throw new InvalidInputException("inspection.evidence-missing", "An exclusion is recorded with a photo or a note.");
        // Damage reduces the credit (C5): there must be evidence for later (E04).
        if ((seen.CosmeticDamage || seen.InternalDamage) && seen.Photos.Count == 0 && seen.Note is null)
            throw new InvalidInputException("inspection.evidence-missing", "Damage is recorded with a photo or a note.");
        return Sorted(unit, seen);
    }

    private static ObservedCondition Sorted(UnitReceived unit, ObservedCondition seen) => seen with
    {
        MissingAccessories = [.. unit.Accessories.Distinct().Where(seen.MissingAccessories.Contains),
            .. seen.MissingAccessories.Except(unit.Accessories)],
    };
}

internal static class InspectUnitEndpoint
{
    public static void MapInspectUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/units/{returnId:guid}/inspection", async (
            Guid returnId, InspectUnitRequest request, NamedPhotos photos,
            [AsParameters] Change<ReceivedUnit, ReceivedUnitEvent> change) =>
        {
            var seen = ObservedCondition.Of(request, await photos.Read(request.Photos, change.CancellationToken));
            return await change.Append(returnId, new InspectUnit(seen, change.By, change.Now), InspectUnit.Decide);
        }).Allow(Roles.Inspector)
            .WithName("inspectUnit").WithSummary("Records the inspection of a unit, once.")
            .Refuses(400, "inspection.evidence-missing", "inspection.unknown-accessory", "inspection.unknown-exclusion",
                "inspection.unknown-serial-label", "photo.hash-malformed", "photo.too-many", "photo.unknown")
            .Refuses(409, "inspection.already-completed", "inspection.awaits-second-person", "unit.not-received");
}
