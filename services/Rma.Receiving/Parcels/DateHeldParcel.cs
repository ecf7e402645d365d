using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>
/// A person enters the arrival time of a parcel whose scan time is implausible, and the parcel is judged as of then; or records that the
/// time is unknown, and the parcel is refused (P2, rule 3).
/// </summary>
/// <param name="ArrivedAt">The arrival time; null when unknown.</param>
public sealed record DateHeldParcel(
    DateTimeOffset? ArrivedAt, string Reason, string By, ExpectedRma Number, PolicyBook Policy, DateTimeOffset Now)
{
    public static IEnumerable<ParcelEvent> Decide(Parcel parcel, DateHeldParcel command) => parcel switch
    {
        Parcel.Held { Code: ParcelRefusals.TimeImplausible } held =>
            [command.ArrivedAt is { } arrivedAt ? Judged(held, arrivedAt, command) : SentBack(held, command)],
        Parcel.Held => throw ParcelRefusal.Held(),
        Parcel.Scanned { Scan.Clock.SetBy: not null } before when IsSaidAlready(before, command.ArrivedAt) => [],
        _ => throw new RefusedException(
            "parcel.already-judged", "This parcel has been judged, and nothing is left to say about its arrival."),
    };

    private static bool IsSaidAlready(Parcel.Scanned before, DateTimeOffset? arrivedAt) =>
        arrivedAt is null ? before is Parcel.Refused { Code: ParcelRefusals.TimeImplausible } : before.Scan.ScannedAt == arrivedAt;

    private static ParcelEvent Judged(Parcel.Held held, DateTimeOffset arrivedAt, DateHeldParcel command)
    {
        ScanTimes.RequirePlausible(arrivedAt, held.Scan.RecordedAt);
        var dated = new ScanParcel(held.Scan with { ScannedAt = arrivedAt, Clock = SetBy(held.Scan, command) }, command.Number,
            command.Policy);
        return ScanParcel.Judged(dated, ScanParcel.Facts(dated, holdElapsed: true), command.Now) is var judged and not ParcelHeld ? judged
            : throw ParcelRefusal.TimeImplausible();
    }

    private static ParcelRefused SentBack(Parcel.Held held, DateHeldParcel command) => new(
        held.Scan with { Clock = SetBy(held.Scan, command) }, command.Number.RmaId(), ParcelRefusals.TimeImplausible,
        held.Decision with { Outcome = Outcome.No, Reason = $"{held.Decision.Reason} When it came cannot be found out: {command.Reason}",
            DecidedBy = command.By }, command.Now);

    private static ScanClock SetBy(ParcelScan scan, DateHeldParcel command) =>
        (scan.Clock ?? new(scan.ScannedAt, null, null)) with { IsUnreliable = false, SetBy = command.By, Reason = command.Reason };
}

/// <param name="ArrivedAt">The arrival time from the dock's own records; null when it is unknown, and the parcel is refused.</param>
/// <param name="Reason">How the time was determined.</param>
public sealed record DateHeldParcelRequest(DateTimeOffset? ArrivedAt, string Reason);

internal static class DateHeldParcelEndpoint
{
    public static void MapDateHeldParcel(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels/{parcelId:guid}/arrival", async Task<IResult> (
            Guid parcelId, DateHeldParcelRequest request, Caller caller, Dock dock, PolicyBook policies, TimeProvider clock,
            CancellationToken ct) =>
        {
            if (request.Reason.Trim().Length < 3) throw new InvalidInputException("parcel.reason-missing", "Say how it is known.");
            var parcel = await dock.Date(
                parcelId, number =>
                    new(request.ArrivedAt, request.Reason.Trim(), caller.Id, number, policies, clock.GetUtcNow()), ct);
            return parcel is null ? Problems.NotFound("parcel")
                : TypedResults.Ok(ScanParcelAnswer.Of(parcel, await dock.NumberOf(parcel, ct)));
        }).Allow(Roles.ReturnsDesk)
            .WithName("dateHeldParcel").WithSummary("Enters the arrival time of a parcel whose scan time is implausible.")
            .Produces<ScanParcelAnswer>()
            .Refuses(400, "parcel.reason-missing", "scan.time-implausible")
            .Refuses(404, "parcel.not-found")
            .Refuses(409, "parcel.already-judged", "parcel.held", "parcel.time-implausible");
}
