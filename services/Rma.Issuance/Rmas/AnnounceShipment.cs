using Rma.Contracts.Issuance;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Policy.Scanning;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Rmas;

/// <summary>
/// Announces cartons shipped under a number. The same carrier and tracking number is the same shipment: repeated it changes nothing, with
/// other data it is corrected. The dock gets the announcement; the cartons still need a marking on the outside (P3).
/// </summary>
public sealed record AnnounceShipment(ShipmentAnnounced Shipment, PolicyBook Policy)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, AnnounceShipment command) => rma switch
    {
        ReturnAuthorization.Issued issued when issued.Shipments.FirstOrDefault(known =>
            known.ShipmentId == command.Shipment.ShipmentId) is { } known && SaysTheSame(known, command.Shipment) => [],
        ReturnAuthorization.Issued issued => [Checked(issued, command)],
        ReturnAuthorization.Cancelled =>
            throw new RefusedException("rma.cancelled", "This number was cancelled; a carton with it is refused.")
        {
            Clauses = [Clauses.P2, Clauses.P3], WouldChange = "A new RMA number.",
        },
        _ => throw new RefusedException(
            "rma.not-issued", "No number was issued for this request, and nothing may be sent without one.") { Clauses = [Clauses.P2] },
    };

    /// <summary>The id of a shipment of a number; the spelling of carrier and tracking number does not matter.</summary>
    public static Guid IdOf(Guid rmaId, string carrier, string trackingNumber) =>
        NameBasedId.Of($"shipment/{rmaId:D}/{TrackingNumbers.KeyOf(carrier)}/{TrackingNumbers.KeyOf(trackingNumber)}");

    private static ShipmentAnnounced Checked(ReturnAuthorization.Issued rma, AnnounceShipment command)
    {
        var (issued, shipment) = (rma.Authorization, command.Shipment);
        var today = command.Policy.InForceAt(issued.IssuedAt).Calendar.LocalDate(shipment.AnnouncedAt);
        if (rma.Closed.Count >= issued.Lines.Count && rma.Closed.All(line => line.Outcome != Outcomes.Expired))
            throw new RefusedException("rma.already-closed", "Everything on this number has come to its end.") { Clauses = [Clauses.P2],
                WouldChange = "A new RMA number." };
        if (!issued.Request.ByTicket && today > issued.ValidThrough)
            throw new RefusedException("rma.expired",
                $"This number was valid through {issued.ValidThrough.Iso()}; a carton with it is refused.")
            {
                Clauses = [Clauses.P4, Clauses.P3], WouldChange = "A new RMA number; an expired one is never revived.",
            };
        if (shipment.Lines.Except(issued.Lines.Select(line => line.Line)).ToArray() is [var unknown, ..])
            throw new InvalidInputException("shipment.line-unknown", $"This number has no line {unknown}.");
        return shipment.Lines.Count > 0 ? shipment
            : shipment with { Lines = [.. issued.Lines.Where(line => !line.IsLicense).Select(line => line.Line)] };
    }

    // No lines means all lines.
    private static bool SaysTheSame(ShipmentAnnounced known, ShipmentAnnounced said) =>
        known.Cartons == said.Cartons && (said.Lines.Count == 0 || known.Lines.Equals(said.Lines));
}

/// <param name="Carrier">The carrier, 1 to 40 characters.</param>
/// <param name="TrackingNumber">The carrier's number, 1 to 64 characters.</param>
/// <param name="Cartons">The number of cartons, 1 to 999.</param>
/// <param name="Lines">The lines of the number that are in them; none means all.</param>
public sealed record AnnounceShipmentRequest(string Carrier, string TrackingNumber, int Cartons = 1, int[]? Lines = null);

/// <summary>An announced shipment.</summary>
public sealed record ShipmentView(
    Guid ShipmentId, string Carrier, string TrackingNumber, int Cartons, IReadOnlyList<int> Lines, DateTimeOffset AnnouncedAt)
{
    internal static ShipmentView Of(ShipmentAnnounced e) =>
        new(e.ShipmentId, e.Carrier, e.TrackingNumber, e.Cartons, e.Lines, e.AnnouncedAt);
}

internal static class AnnounceShipmentEndpoint
{
    public static void MapAnnounceShipment(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/rmas/{reference}/shipments", async (
            string reference, AnnounceShipmentRequest request, Caller caller, RmaRegister register,
            Streams<ReturnAuthorization, RmaEvent> rmas, PolicyBook policies, TimeProvider clock, CancellationToken ct) =>
        {
            var (carrier, tracking) = (Text(request.Carrier, 40, "carrier"), Text(request.TrackingNumber, 64, "tracking number"));
            if (request.Cartons is < 1 or > 999)
                throw new InvalidInputException("shipment.cartons-out-of-range", "A shipment has 1 to 999 cartons.");
            if (request.Lines is { Length: > 200 })
                throw new InvalidInputException("shipment.line-unknown", "A number has at most 200 lines.");
            if (await register.Find(reference, caller, ct) is not { } found) return Problems.NotFound("rma");
            var shipment = new ShipmentAnnounced(
                AnnounceShipment.IdOf(found.RmaId, carrier, tracking), carrier, tracking, request.Cartons,
                [.. (request.Lines ?? []).Distinct().Order()], caller.Id, clock.GetUtcNow());
            var answer = (ReturnAuthorization.Issued)await rmas.Append(found.RmaId, rma =>
                AnnounceShipment.Decide(rma, new(shipment, policies)), ct);
            return Results.Created(
                $"/rmas/{found.RmaNumber}/shipments",
                ShipmentView.Of(answer.Shipments.Single(known => known.ShipmentId == shipment.ShipmentId)));
        }).Allow(Roles.Partner, Roles.ReturnsDesk)
            .WithName("announceShipment").WithSummary("Announces a shipment of a number.")
            .Produces<ShipmentView>(StatusCodes.Status201Created)
            .Refuses(400, "shipment.cartons-out-of-range", "shipment.line-unknown", "shipment.text-malformed")
            .Refuses(404, "rma.not-found")
            .Refuses(409, "rma.already-closed", "rma.cancelled", "rma.expired", "rma.not-issued");

        routes.MapGet("/rmas/{reference}/shipments", async (
            string reference, Caller caller, RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas,
            CancellationToken ct) =>
            await register.Find(reference, caller, ct) is { } found
                ? Results.Ok(((await rmas.Get(found.RmaId, ct) as ReturnAuthorization.Issued)?.Shipments ?? []).Select(ShipmentView.Of))
                : Problems.NotFound("rma")).Allow(Roles.Partner, Roles.ReturnsDesk, Roles.Auditor, Roles.System, Roles.Operator)
            .WithName("listShipments").WithSummary("Lists the announced shipments of a number.")
            .Produces<IReadOnlyList<ShipmentView>>()
            .Refuses(404, "rma.not-found");
    }

    private static string Text(string text, int longest, string what) =>
        text.Trim() is { Length: > 0 } kept && kept.Length <= longest && !kept.Any(char.IsControl)
        && TrackingNumbers.KeyOf(kept) is not null
        ? kept
        : throw new InvalidInputException(
            "shipment.text-malformed", $"The {what} is one line of 1 to {longest} characters with a letter or digit.");
}
