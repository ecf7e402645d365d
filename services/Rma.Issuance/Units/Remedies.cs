using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>Reserves a unit for one return: a second open remedy is refused (rule 112, A-53).</summary>
public sealed record OpenRemedy(Guid ReturnId, Guid RmaId, string RmaNumber, string Remedy, DateTimeOffset Now, string? Sku = null)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, OpenRemedy command) => unit.OpenRemedyOf(command.Sku) switch
    {
        null => [new RemedyOpened(command.ReturnId, command.RmaId, command.RmaNumber, command.Remedy, command.Now, command.Sku)],
        { } open when open.ReturnId == command.ReturnId => [],
        { } open =>
            throw new RefusedException("line.remedy-open",
            $"This item is already on {open.RmaNumber}, which is still open; one remedy at a time.")
        {
            Clauses = [Clauses.P2], WouldChange = $"Close or cancel {open.RmaNumber} first.",
        },
    };
}

/// <summary>Releases a unit when its return has ended.</summary>
public sealed record CloseRemedy(Guid ReturnId, string Outcome, DateTimeOffset Now)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, CloseRemedy command) =>
        unit.OpenRemedies.FirstOrDefault(one => one.ReturnId == command.ReturnId) is { } open
        ? [new RemedyClosed(open.ReturnId, open.RmaNumber, command.Outcome, command.Now)]
        : [];
}

/// <summary>Frees the items of lines for another request at once, before their returns have come to their end.</summary>
internal static class FreedItems
{
    public static async Task Free(
        this Streams<Unit, UnitEvent> units, IEnumerable<AuthorizedLine> lines, string outcome, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        // Ordered, so that two requests for the same items wait for each other and do not lock each other out.
        foreach (var line in lines.OrderBy(line => line.SerialNumber, StringComparer.Ordinal))
            await units.Append(line.SerialNumber, unit => CloseRemedy.Decide(unit, new(line.ReturnId, outcome, now)), cancellationToken);
    }
}

/// <summary>Notes in the unit's biography that it was credited.</summary>
public sealed record NoteCredit(UnitCredited Credit)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, NoteCredit command) =>
        unit.Credits.Any(credit => credit.CreditId == command.Credit.CreditId) ? [] : [command.Credit];
}

/// <summary>
/// Notes in the unit's biography what another service did with it, once: a repeat of the same fact about the same return changes nothing.
/// </summary>
public sealed record NoteInBiography(UnitEvent Fact)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, NoteInBiography command) => command.Fact switch
    {
        UnitArrived fact => unit.Arrivals.Any(known => known.ReturnId == fact.ReturnId) ? [] : [fact],
        UnitReplacedBy fact => unit.ReplacedBy?.ReturnId == fact.ReturnId ? [] : [fact],
        UnitReplaces fact => unit.Replaces?.ReturnId == fact.ReturnId ? [] : [fact],
        UnitRepaired fact => unit.Repairs.Any(known => known.ReturnId == fact.ReturnId) ? [] : [fact],
        WarrantyExtended fact => unit.Extensions.Any(known => known.ReturnId == fact.ReturnId) ? [] : [fact],
        UnitCharged fact => unit.Charges.Any(known => known.ChargeId == fact.ChargeId) ? [] : [fact],
        OverrideAttached fact => unit.Overrides.Any(known => known.Override.Id == fact.Override.Id) ? [] : [fact],
        var other => [other],
    };
}
