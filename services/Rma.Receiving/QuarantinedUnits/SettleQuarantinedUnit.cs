using Rma.Contracts.Receiving;
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
        QuarantinedUnit.Settled { Settlement.Outcome: QuarantineStates.Misread } =>
            throw new RefusedException("quarantine.misread", "This unit never was: it was misread."),
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } when outcome == command.Settlement.Outcome => [],
        _ => throw NotQuarantined(state),
    };

    /// <summary>Ends it as misread, in the transaction in which its number withdraws the scan.</summary>
    public static IEnumerable<QuarantinedUnitEvent> Undo(QuarantinedUnit state, QuarantinedUnitSettled settlement) => state switch
    {
        QuarantinedUnit.Quarantined => [settlement],
        QuarantinedUnit.Settled { Settlement.Outcome: QuarantineStates.Misread } => [],
        _ => throw NotQuarantined(state),
    };

    internal static RefusedException NotQuarantined(QuarantinedUnit state) => state switch
    {
        QuarantinedUnit.Settled { Settlement.Outcome: var outcome } => new("quarantine.already-settled", $"This unit has been {outcome}."),
        QuarantinedUnit.Lifted => new("quarantine.lifted", "This unit turned out to be listed and has been received."),
        _ => new("quarantine.unknown", "There is no such unit in quarantine."),
    };
}

/// <param name="Outcome"><c>released</c> or <c>scrapped</c>, by the returns desk; or <c>misread</c>, by the dock as well.</param>
/// <param name="TrackingNumber">Of the parcel it leaves in; with <c>released</c> only.</param>
public sealed record SettleQuarantinedUnitRequest(
    [OneOf(QuarantineStates.Released, QuarantineStates.Scrapped, QuarantineStates.Misread)] string Outcome, string Reason,
    string? TrackingNumber = null);

internal static class SettleQuarantinedUnitEndpoint
{
    public static void MapSettleQuarantinedUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/quarantined-units/{id:guid}/settlement", async Task<IResult> (
            Guid id, SettleQuarantinedUnitRequest request, [AsParameters] Change<QuarantinedUnit, QuarantinedUnitEvent> change,
            MisreadUnits misread) =>
        {
            Check(request);
            var (now, reason) = (change.Now, request.Reason.Trim());
            if (request.Outcome == QuarantineStates.Misread)
                return await misread.Undo(id, reason, change.Caller, now, change.CancellationToken);
            if (!change.Caller.Is(Roles.ReturnsDesk))
                return Results.Problem(Problems.Problem(
                    403, "request.not-allowed", "The returns desk releases and scraps units; the dock says that one was misread."));
            var command = new SettleQuarantinedUnit(
                new(request.Outcome, reason, request.TrackingNumber?.Trim(), change.By, now), change.Policy);
            return await change.Append(id, command, SettleQuarantinedUnit.Decide);
        }).Allow(Roles.ReturnsDesk, Roles.Inspector, Roles.Scanner)
            .WithName("settleQuarantinedUnit").WithSummary("Ends the quarantine of a unit: released, scrapped or misread.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "quarantine.outcome-unknown", "quarantine.reason-missing", "quarantine.tracking-misplaced",
                "scan.site-unknown")
            .Refuses(403, "parcel.other-site", "request.not-allowed")
            .Refuses(409, "quarantine.already-settled", "quarantine.lifted", "quarantine.misread", "quarantine.parcel-closed",
                "quarantine.too-early", "quarantine.unknown");

    private static void Check(SettleQuarantinedUnitRequest request)
    {
        if (request.Outcome is not (QuarantineStates.Released or QuarantineStates.Scrapped or QuarantineStates.Misread))
            throw new InvalidInputException("quarantine.outcome-unknown", "The outcome is 'released', 'scrapped' or 'misread'.");
        if (request.Reason.Trim().Length < 3) throw new InvalidInputException("quarantine.reason-missing", "Say why.");
        if (request.Outcome == QuarantineStates.Released == string.IsNullOrWhiteSpace(request.TrackingNumber))
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
    public async Task<IResult> Undo(Guid id, string reason, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        var state = await units.Get(id, ct);
        if (state is QuarantinedUnit.Settled { Settlement.Outcome: QuarantineStates.Misread }) return TypedResults.NoContent();
        if (state is not QuarantinedUnit.Quarantined { Unit: var unit }) throw SettleQuarantinedUnit.NotQuarantined(state);
        if (caller.Is(Roles.Scanner) && ScanIds.SiteOf(caller) != unit.Site)
            return Results.Problem(Problems.Problem(403, "parcel.other-site", "This parcel lies at another site."));
        var closedAt = unit.RecordedAt.AddHours(policies.InForceAt(now).Settings.UnknownNumberHoldHours);
        if (!caller.Is(Roles.ReturnsDesk) && now >= closedAt)
            throw new RefusedException("quarantine.parcel-closed", "This parcel is not open any more.") { Clauses = [Clauses.P3],
                WouldChange = "The returns desk says that the unit was misread." };
        provenance.CorrelationId = unit.RmaId.ToString("D");
        await numbers.Append(unit.RmaNumber, rma => UndoMisreadUnit.Decide(rma, new(id, reason, caller.Id, now)), ct);
        return TypedResults.NoContent();
    }
}
