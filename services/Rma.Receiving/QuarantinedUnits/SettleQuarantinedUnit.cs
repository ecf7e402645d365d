using System.Security.Claims;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Parcels;
using Rma.ServiceDefaults;

namespace Rma.Receiving.QuarantinedUnits;

/// <summary>
/// Ends the quarantine of an unauthorized unit: released to its sender, or scrapped. Not before the hold time of an unknown number is over,
/// because its line may still arrive and a unit that has left cannot be received.
/// </summary>
public sealed record SettleQuarantinedUnit(QuarantinedUnitSettled Settlement, PolicyVersion Policy)
{
    public static IEnumerable<QuarantinedUnitEvent> Decide(QuarantinedUnit state, SettleQuarantinedUnit command) => state switch
    {
        QuarantinedUnit.Quarantined { Unit.RecordedAt: var since } when command.Settlement.SettledAt < since.AddHours(
            command.Policy.Settings.UnknownNumberHoldHours) =>
            throw new RefusedException("quarantine.too-early", "News that lists this unit may still be under way.")
            {
                Clauses = [Clauses.P3], WouldChange =
                    $"It can be settled from {since.AddHours(command.Policy.Settings.UnknownNumberHoldHours).UtcMinute()} on.",
            },
        QuarantinedUnit.Quarantined => [command.Settlement],
        QuarantinedUnit.Settled { Settlement.Outcome: UnlistedKinds.Misread } =>
            throw new RefusedException("quarantine.misread", "This unit never was: it was misread."),
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } when outcome == command.Settlement.Outcome => [],
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } =>
            throw new RefusedException("quarantine.already-settled", $"This unit has been {outcome}."),
        QuarantinedUnit.Lifted =>
            throw new RefusedException("quarantine.lifted", "This unit turned out to be listed and has been received."),
        _ => throw new RefusedException("quarantine.unknown", "There is no such unit in quarantine."),
    };

    /// <summary>Ends it as misread, in the transaction in which its number withdraws the scan.</summary>
    public static IEnumerable<QuarantinedUnitEvent> Undo(QuarantinedUnit state, QuarantinedUnitSettled settlement) => state switch
    {
        QuarantinedUnit.Quarantined => [settlement],
        QuarantinedUnit.Settled { Settlement.Outcome: UnlistedKinds.Misread } => [],
        _ => throw MayNotBeUndone(state),
    };

    internal static RefusedException MayNotBeUndone(QuarantinedUnit state) => state switch
    {
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } => new("quarantine.already-settled", $"This unit has been {outcome}."),
        QuarantinedUnit.Lifted => new("quarantine.lifted", "This unit turned out to be listed and has been received."),
        _ => new("quarantine.unknown", "There is no such unit in quarantine."),
    };
}

/// <param name="Outcome"><c>released</c> or <c>scrapped</c>, by the returns desk; or <c>misread</c>, by the dock as well.</param>
/// <param name="TrackingNumber">Of the parcel it leaves in; with <c>released</c> only.</param>
public sealed record SettleQuarantinedUnitRequest(string Outcome, string Reason, string? TrackingNumber = null);

internal static class SettleQuarantinedUnitEndpoint
{
    public static void MapSettleQuarantinedUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/quarantined-units/{id:guid}/settlement", async (
            Guid id, SettleQuarantinedUnitRequest request, ClaimsPrincipal user, Streams<QuarantinedUnit, QuarantinedUnitEvent> units,
            MisreadUnits misread, PolicyBook policies, TimeProvider clock, CancellationToken ct) =>
        {
            Check(request);
            var (now, reason) = (clock.GetUtcNow(), request.Reason.Trim());
            if (request.Outcome == UnlistedKinds.Misread) return await misread.Undo(id, reason, user, now, ct);
            if (!user.IsInRole(Roles.ReturnsDesk))
                return Results.Problem(Problems.Problem(
                    403, "request.not-allowed", "The returns desk releases and scraps units; the dock says that one was misread."));
            var command = new SettleQuarantinedUnit(
                new(request.Outcome, reason, request.TrackingNumber?.Trim(), user.ClientId(), now), policies.InForceAt(now));
            await units.Append(id, unit => SettleQuarantinedUnit.Decide(unit, command), ct);
            return TypedResults.NoContent();
        }).Allow(Roles.ReturnsDesk, Roles.Inspector, Roles.Scanner);

    private static void Check(SettleQuarantinedUnitRequest request)
    {
        if (request.Outcome is not ("released" or "scrapped" or UnlistedKinds.Misread))
            throw new InvalidInputException("quarantine.outcome-unknown", "The outcome is 'released', 'scrapped' or 'misread'.");
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("quarantine.reason-missing", "Say why.");
        if (request.Outcome == "released" == string.IsNullOrWhiteSpace(request.TrackingNumber))
            throw new InvalidInputException(
                "quarantine.tracking-misplaced", "A tracking number goes with a released unit, and only with one.");
    }
}

/// <summary>Withdraws misread units: their number removes them and their quarantine ends, in one transaction.</summary>
internal sealed class MisreadUnits(
    Streams<QuarantinedUnit, QuarantinedUnitEvent> units, Streams<ExpectedRma, ExpectedRmaEvent> numbers, PolicyBook policies,
    Provenance provenance)
{
    /// <summary>
    /// The dock may do this during the hold time, while a line may still arrive; the desk may as long as the unit is quarantined.
    /// </summary>
    public async Task<IResult> Undo(Guid id, string reason, ClaimsPrincipal user, DateTimeOffset now, CancellationToken ct)
    {
        var state = await units.Get(id, ct);
        if (state is QuarantinedUnit.Settled { Settlement.Outcome: UnlistedKinds.Misread }) return TypedResults.NoContent();
        if (state is not QuarantinedUnit.Quarantined { Unit: var unit }) throw SettleQuarantinedUnit.MayNotBeUndone(state);
        if (user.IsInRole(Roles.Scanner) && ScanIds.SiteOf(user) != unit.Site)
            return Results.Problem(Problems.Problem(403, "parcel.other-site", "This parcel lies at another site."));
        var closedAt = unit.RecordedAt.AddHours(policies.InForceAt(now).Settings.UnknownNumberHoldHours);
        if (!user.IsInRole(Roles.ReturnsDesk) && now >= closedAt)
            throw new RefusedException("quarantine.parcel-closed", "This parcel is not open any more.") { Clauses = [Clauses.P3],
                WouldChange = "The returns desk says that the unit was misread." };
        provenance.CorrelationId = unit.RmaId.ToString("D");
        await numbers.Append(unit.RmaNumber, rma => UndoMisreadUnit.Decide(rma, new(id, reason, user.ClientId(), now)), ct);
        return TypedResults.NoContent();
    }
}
