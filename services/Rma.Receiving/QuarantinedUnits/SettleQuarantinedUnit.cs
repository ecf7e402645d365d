using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.QuarantinedUnits;

/// <summary>
/// Ends the quarantine of a unit that nobody authorized: back to its sender, or scrapped. Not before news of its line can have arrived (the hold of an
/// unknown number), since a unit that is gone cannot be received any more.
/// </summary>
public sealed record SettleQuarantinedUnit(QuarantinedUnitSettled Settlement, PolicyVersion Policy)
{
    public static IEnumerable<QuarantinedUnitEvent> Decide(QuarantinedUnit state, SettleQuarantinedUnit command) => state switch
    {
        QuarantinedUnit.Quarantined { Unit.RecordedAt: var since } when command.Settlement.SettledAt < since.AddHours(command.Policy.Settings.UnknownNumberHoldHours) =>
            throw new RefusedException("quarantine.too-early", "News that lists this unit may still be under way.")
            {
                Clauses = [Clauses.P3], WouldChange = $"It can be settled from {since.AddHours(command.Policy.Settings.UnknownNumberHoldHours):yyyy-MM-dd HH:mm} UTC on.",
            },
        QuarantinedUnit.Quarantined => [command.Settlement],
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } when outcome == command.Settlement.Outcome => [],
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } => throw new RefusedException("quarantine.already-settled", $"This unit has been {outcome}."),
        QuarantinedUnit.Lifted => throw new RefusedException("quarantine.lifted", "This unit turned out to be listed and has been received."),
        _ => throw new RefusedException("quarantine.unknown", "There is no such unit in quarantine."),
    };
}

/// <param name="Outcome"><c>released</c> or <c>scrapped</c>.</param>
/// <param name="TrackingNumber">Of the parcel it leaves in; with <c>released</c> only.</param>
public sealed record SettleQuarantinedUnitRequest(string Outcome, string Reason, string? TrackingNumber = null);

internal static class SettleQuarantinedUnitEndpoint
{
    public static void MapSettleQuarantinedUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/quarantined-units/{id:guid}/settlement", async (
            Guid id, SettleQuarantinedUnitRequest request, ClaimsPrincipal user, Streams<QuarantinedUnit, QuarantinedUnitEvent> units, PolicyBook policies, TimeProvider clock,
            CancellationToken ct) =>
        {
            if (request.Outcome is not ("released" or "scrapped")) throw new InvalidRequestException("quarantine.outcome-unknown", "The outcome is 'released' or 'scrapped'.");
            if (request.Reason.Trim().Length < 3) throw new InvalidRequestException("quarantine.reason-missing", "Say why.");
            if (request.Outcome == "released" == string.IsNullOrWhiteSpace(request.TrackingNumber))
                throw new InvalidRequestException("quarantine.tracking-misplaced", "A tracking number goes with a released unit, and only with one.");
            var now = clock.GetUtcNow();
            var command = new SettleQuarantinedUnit(new(request.Outcome, request.Reason.Trim(), request.TrackingNumber?.Trim(), user.ClientId(), now), policies.InForceAt(now));
            await units.Append(id, unit => SettleQuarantinedUnit.Decide(unit, command), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.ReturnsDesk);
}
