using Rma.EventSourcing;
using Rma.Receiving.Photos;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>Records the inspection of a unit, once (clause C4).</summary>
public sealed record InspectUnit(ObservedCondition Condition, string Inspector, DateTimeOffset Now)
{
    private static readonly string[] Labels = ["intact", "missing", "altered", "unreadable"];

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
        if (!Labels.Contains(seen.SerialLabel))
            throw new InvalidInputException(
                "inspection.unknown-serial-label", $"The serial label is one of: {string.Join(", ", Labels)}.");
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

/// <param name="SerialLabel"><c>intact</c>, <c>missing</c>, <c>altered</c> or <c>unreadable</c>.</param>
/// <param name="Photos">SHA-256 of photos uploaded before.</param>
/// <param name="Exclusions">
/// <c>act-of-god</c>, <c>altered</c>, <c>earthquake</c>, <c>fire</c>, <c>flood</c>, <c>foreign-components</c>,
/// <c>improper-installation</c>,
/// <c>lightning</c>, <c>surge</c>, <c>tampered</c> (clauses W3–W5).
/// </param>
/// <param name="OtherExclusion">Another one, in words; a second person has to agree (W5, A-15).</param>
public sealed record InspectUnitRequest(
    bool RetailBoxOpened, bool FactorySealBroken, bool EnclosureOpened, string[] MissingAccessories, string SerialLabel,
    bool CosmeticDamage, bool InternalDamage, string? Note = null, string[]? Photos = null, string[]? Exclusions = null,
    string? OtherExclusion = null);

internal static class InspectUnitEndpoint
{
    public static void MapInspectUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/units/{returnId:guid}/inspection", async (
            Guid returnId, InspectUnitRequest request, Caller caller, PhotoStore photos,
            Streams<ReceivedUnit, ReceivedUnitEvent> units, TimeProvider clock, CancellationToken ct) =>
        {
            var command = new InspectUnit(Read(request, photos), caller.Id, clock.GetUtcNow());
            await units.Append(returnId, unit => InspectUnit.Decide(unit, command), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.Inspector);

    private static ObservedCondition Read(InspectUnitRequest request, PhotoStore photos) => new(
        request.RetailBoxOpened, request.FactorySealBroken, request.EnclosureOpened,
        [.. request.MissingAccessories.Select(name => name.Trim())],
        request.SerialLabel, request.CosmeticDamage, request.InternalDamage,
        string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(), photos.Read(request.Photos),
        request.Exclusions is { Length: > 0 } ? [.. request.Exclusions.Select(code => code.Trim()).Distinct().Order(StringComparer.Ordinal)]
            : null,
        string.IsNullOrWhiteSpace(request.OtherExclusion) ? null : request.OtherExclusion.Trim());
}
