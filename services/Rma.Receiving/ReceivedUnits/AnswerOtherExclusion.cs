using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ReceivedUnits;

/// <summary>
/// A second person confirms or rejects an exclusion that the policy does not name (W5, A-15). Either way the inspection is complete then:
/// with or without the exclusion.
/// </summary>
public sealed record AnswerOtherExclusion(bool Agreed, string Reason, string By, DateTimeOffset Now)
{
    public static IEnumerable<ReceivedUnitEvent> Decide(ReceivedUnit state, AnswerOtherExclusion command) => state switch
    {
        ReceivedUnit.AwaitingSecondPerson { Proposal.InspectedBy: var first } when Persons.AreSame(first, command.By) =>
            throw new RefusedException("inspection.same-person", "Whoever saw the exclusion cannot be its second person.")
            {
                Clauses = [Policy.Clauses.W5], WouldChange = "Somebody else answers.",
            },
        ReceivedUnit.AwaitingSecondPerson { Proposal: var proposal } =>
        [
            new OtherExclusionAnswered(command.Agreed, command.Reason, command.By, command.Now),
            new UnitInspected(command.Agreed ? proposal.Condition
                : proposal.Condition with { OtherExclusion = null }, proposal.InspectedBy, command.Now),
        ],
        ReceivedUnit.Inspected { Inspection.Condition.OtherExclusion: var other } when other is not null == command.Agreed => [],
        ReceivedUnit.Inspected =>
            throw new RefusedException("inspection.already-completed",
            "This unit has been inspected, with another result.") { Clauses = [Policy.Clauses.C4] },
        _ => throw new RefusedException("inspection.no-other-exclusion", "No exclusion of this unit waits for a second person."),
    };
}

/// <param name="Agreed">Whether the exclusion holds.</param>
public sealed record AnswerOtherExclusionRequest(bool Agreed, string Reason);

internal static class AnswerOtherExclusionEndpoint
{
    public static void MapAnswerOtherExclusion(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/units/{returnId:guid}/other-exclusion", (
            Guid returnId, AnswerOtherExclusionRequest request, [AsParameters] Change<ReceivedUnit, ReceivedUnitEvent> change) =>
        {
            if (request.Reason.Trim().Length < 3) throw new InvalidInputException("inspection.reason-missing", "Say why.");
            var command = new AnswerOtherExclusion(request.Agreed, request.Reason.Trim(), change.By, change.Now);
            return change.Append(returnId, command, AnswerOtherExclusion.Decide);
        }).Allow(Roles.Inspector, Roles.ReturnsDesk)
            .WithName("answerOtherExclusion")
            .WithSummary("Confirms or rejects, as a second person, an exclusion that the policy does not name.")
            .Refuses(400, "inspection.reason-missing")
            .Refuses(409, "inspection.already-completed", "inspection.no-other-exclusion", "inspection.same-person");
}
