using Dapper;
using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Policy.Scanning;
using Rma.ServiceDefaults;

namespace Rma.Receiving.ExpectedShipments;

/// <summary>An announced shipment as shown at the dock.</summary>
/// <param name="AcceptedCartons">Accepted cartons with its tracking number and RMA number.</param>
/// <param name="RefusedCartons">Cartons with its tracking number that were refused: mostly without a legible marking.</param>
public sealed record ExpectedShipmentRow(
    Guid ShipmentId, Guid RmaId, string RmaNumber, string AccountId, string Carrier, string TrackingNumber, int Cartons, int[] Lines,
    DateTimeOffset AnnouncedAt, long AcceptedCartons, long RefusedCartons);

/// <summary>The list of announced shipments, updated in the transaction of their events, and the search by carrier label.</summary>
internal sealed class ExpectedShipmentList : IInlineProjection<ExpectedShipment, ExpectedShipmentEvent>
{
    // Carrier barcodes contain more than the tracking number: the announced number may be the end of the scanned text.
    private const string Select =
        $"""
        select shipment_id, rma_id, rma_number, account_id, carrier, tracking_number, cartons, lines, announced_at,
            (select count(*) from parcels p where p.tracking_key = s.tracking_key and p.rma_number = s.rma_number
                and p.state = '{ParcelStates.Accepted}') as accepted_cartons,
            (select count(*) from parcels p where p.tracking_key = s.tracking_key
                and p.state = '{ParcelStates.Refused}') as refused_cartons
        from expected_shipments s
        where (@number::text is null or rma_number = @number::text)
          and (@key::text is null or tracking_key = @key::text or (length(tracking_key) >= 10 and right(@key::text,
              length(tracking_key)) = tracking_key))
        """;

    private const string Announced =
        """
        insert into expected_shipments (shipment_id, rma_id, rma_number, account_id, carrier, tracking_number, tracking_key, cartons,
            lines, announced_at)
        values (@ShipmentId, @RmaId, @RmaNumber, @AccountId, @Carrier, @TrackingNumber, @TrackingKey, @Cartons, @Lines, @AnnouncedAt)
        on conflict (shipment_id) do update set cartons = excluded.cartons, lines = excluded.lines, announced_at = excluded.announced_at,
            carrier = excluded.carrier, tracking_number = excluded.tracking_number
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("expected_shipments", "shipment_id")];

    public IEnumerable<RowChange> Project(string id, Step<ExpectedShipment, ExpectedShipmentEvent> step) => step.State switch
    {
        ExpectedShipment.Announced { Shipment: var shipment } => [new(Announced, new
        {
            shipment.ShipmentId, shipment.RmaId, shipment.RmaNumber, shipment.AccountId, shipment.Carrier, shipment.TrackingNumber,
            TrackingKey = TrackingNumbers.KeyOf(shipment.TrackingNumber), shipment.Cartons, Lines = shipment.Lines.ToArray(),
            shipment.AnnouncedAt,
        })],
        _ => [],
    };

    /// <summary>The newest shipment for a scanned label; null when none was announced or the label has no number.</summary>
    public static async Task<ExpectedShipmentRow?> Find(
        AmbientTransaction transaction, string? trackingKey, CancellationToken cancellationToken)
    {
        if (trackingKey is not { Length: >= 6 }) return null;
        // On the request's own connection: taking a second one while holding the first can deadlock the pool.
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QueryFirstOrDefaultAsync<ExpectedShipmentRow>(
            $"{Select} order by announced_at desc limit 1", new { number = (string?)null, key = trackingKey }, open);
    }

    /// <summary>Newest first; by number or by what is on the carrier's label.</summary>
    public static Task<IResult> Read(
        ListPage page, string? number, string? trackingKey, string? account, bool all) => page.Read<ExpectedShipmentRow>(
        $"""
        select * from ({Select}) expected where (@all or accepted_cartons < cartons) and (@account::text is null or account_id = @account)
        """, new { number, key = trackingKey, account, all },
        new ListOrder("announced_at", "shipment_id", NewestFirst: true), row => (row.AnnouncedAt, row.ShipmentId), 200, 1000);
}

internal static class ExpectedShipmentListEndpoint
{
    public static void MapExpectedShipments(this IEndpointRouteBuilder routes) =>
        // Shipments that have not arrived completely; with a number, a label or on request all of them.
        routes.MapGet("/expected-shipments", async (
            string? rmaNumber, string? trackingNumber, string? account, bool? all, [AsParameters] ListPage page) =>
            await ExpectedShipmentList.Read(
                page, RmaNumber.AsPrinted(rmaNumber), trackingNumber is null ? null : TrackingNumbers.KeyOf(trackingNumber) ?? "", account,
                all ?? (rmaNumber is not null || trackingNumber is not null))).Allow([.. Reading.Roles, Roles.Scanner])
            .WithName("listExpectedShipments").WithSummary("Lists announced shipments, newest first.")
            .Pages<ExpectedShipmentRow>();
}
