using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>
/// Stores a decision in the unit's biography, so that a corrected fact finds the decisions based on it. An unknown unit gets no biography
/// by a request about it.
/// </summary>
/// <param name="Facts">The request with this unit only.</param>
public sealed record NoteDecision(RmaRequest Request, IssuanceFacts Facts, LineOutlook Outlook, DateTimeOffset Now)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, NoteDecision command)
    {
        if (unit == Unit.Initial) return [];
        var (request, outlook) = (command.Request, command.Outlook);
        var before = unit.StandingDecisions.LastOrDefault(known => known.RmaId == request.RmaId);
        if (before?.Decision == outlook.Decision) return [];
        return [new UnitDecided(
            NameBasedId.Of($"decision/{request.RmaId}/{outlook.Item}/{unit.Decisions.Count}"), before?.DecisionId, before is null ? null
                : "asked again", request.RmaId,
            request.AccountId, command.Facts.RequestedAt, null, command.Facts, outlook.Decision, outlook.Code, command.Now,
            request.SkuOf(outlook.Item))];
    }
}
