using Dapper;
using Npgsql;
using Rma.Contracts.Receiving;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>A parcel as shown to the desk.</summary>
/// <param name="State"><c>accepted</c>, <c>refused</c> or <c>held</c>.</param>
/// <param name="HeldUntil">End of the hold; null unless it was held for its number.</param>
/// <param name="DeviceScannedAt">The time of the scan by the device's clock; null when nothing else is known.</param>
/// <param name="ClockSkewSeconds">How far that clock was ahead.</param>
/// <param name="ArrivalSetBy">The person who entered the arrival time; null when none was needed.</param>
public sealed record ParcelRow(
    Guid ParcelId, [OneOf(typeof(ParcelStates))] string State, string? Code, string Reason, string[] Clauses, string PolicyVersion,
    string? WouldChange, string? Marking, string? RmaNumber, Guid? RmaId, [OneOf("prepaid", "collect")] string FreightTerms, string Site,
    string Scanner, string ScanId, DateTimeOffset ScannedAt, DateTimeOffset RecordedAt, DateTimeOffset? HeldUntil,
    DateTimeOffset? DecidedAt, string[] Photos, DateTimeOffset? DeviceScannedAt = null, DateTimeOffset? SentAt = null,
    long? ClockSkewSeconds = null, string? ArrivalSetBy = null, string? ArrivalReason = null, string? Carrier = null,
    string? TrackingNumber = null, decimal? WeightKg = null, int? Carton = null, int? Cartons = null, string? Sscc = null)
{
    /// <summary>The search text for announced shipments; not shown.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? TrackingKey { get; init; }
}

/// <summary>The list of parcels, updated in the transaction of their events.</summary>
internal sealed class ParcelList : IInlineProjection<Parcel, ParcelEvent>
{
    private const string Sql =
        """
        insert into parcels (parcel_id, state, code, reason, clauses, policy_version, would_change, marking, rma_number, rma_id,
            freight_terms, site, scanner, scan_id, scanned_at, recorded_at, held_until, decided_at, photos, device_scanned_at, sent_at,
            clock_skew_seconds, arrival_set_by, arrival_reason,
            carrier, tracking_number, tracking_key, weight_kg, carton, cartons, sscc)
        values (@ParcelId, @State, @Code, @Reason, @Clauses, @PolicyVersion, @WouldChange, @Marking, @RmaNumber, @RmaId, @FreightTerms,
            @Site,
            @Scanner, @ScanId, @ScannedAt, @RecordedAt, @HeldUntil, @DecidedAt, @Photos, @DeviceScannedAt, @SentAt, @ClockSkewSeconds,
                @ArrivalSetBy, @ArrivalReason,
            @Carrier, @TrackingNumber, @TrackingKey, @WeightKg, @Carton, @Cartons, @Sscc)
        on conflict (parcel_id) do update set state = excluded.state, code = excluded.code, reason = excluded.reason,
            clauses = excluded.clauses,
            policy_version = excluded.policy_version, would_change = excluded.would_change, rma_id = excluded.rma_id,
                decided_at = excluded.decided_at,
            scanned_at = excluded.scanned_at, device_scanned_at = excluded.device_scanned_at, arrival_set_by = excluded.arrival_set_by,
                arrival_reason = excluded.arrival_reason
        """;

    private const string PhotosSql = "update parcels set photos = photos || @Photos where parcel_id = @ParcelId";

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("parcels", "parcel_id")];

    public IEnumerable<RowChange> Project(string id, Step<Parcel, ParcelEvent> step) =>
        [step.Event is ParcelPhotographed taken
            ? new(PhotosSql, new { taken.ParcelId, Photos = taken.Photos.ToArray() })
            : new(Sql, Row(step.Event))];

    private static ParcelRow Row(ParcelEvent @event) => @event switch
    {
        ParcelAccepted e => Row(e.Scan, e.Decision) with { State = ParcelStates.Accepted, RmaId = e.RmaId, DecidedAt = e.DecidedAt },
        ParcelRefused e =>
            Row(e.Scan, e.Decision) with { State = ParcelStates.Refused, Code = e.Code, RmaId = e.RmaId, DecidedAt = e.DecidedAt },
        ParcelHeld e => Row(e.Scan, e.Decision) with
        {
            State = ParcelStates.Held, Code = e.Code ?? "parcel.held", HeldUntil = e.Code is null ? e.HeldUntil : null,
        },
        _ => throw new InvalidOperationException($"The list knows no {@event.GetType().Name}."),
    };

    private static ParcelRow Row(ParcelScan scan, Decision decision) => new(
        scan.ParcelId, "", null, decision.Reason, [.. decision.Clauses], decision.PolicyVersionId, decision.WouldChange, scan.Marking,
        scan.RmaNumber, null, FreightInWords.Of(scan.Freight), scan.Site, scan.Scanner, scan.ScanId, scan.ScannedAt,
        scan.RecordedAt, null, null, [.. scan.Photos], scan.Clock?.DeviceScannedAt, scan.Clock?.SentAt, scan.Clock?.SkewSeconds,
        scan.Clock?.SetBy, scan.Clock?.Reason, scan.Label?.Carrier, scan.Label?.TrackingNumber, scan.Label?.WeightKg, scan.Label?.Carton,
        scan.Label?.Cartons, scan.Label?.Sscc)
    {
        TrackingKey = scan.TrackingKey,
    };
}

internal static class ParcelListEndpoint
{
    private const string Columns =
        """
        parcel_id, state, code, reason, clauses, policy_version, would_change, marking, rma_number, rma_id, freight_terms, site, scanner,
        scan_id, scanned_at, recorded_at, held_until, decided_at, photos, device_scanned_at, sent_at, clock_skew_seconds, arrival_set_by,
        arrival_reason, carrier, tracking_number, weight_kg, carton, cartons, sscc
        """;

    public static void MapParcelList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/parcels", async (
            string? rmaNumber, [OneOf(typeof(ParcelStates))] string? state, string? code, string? site,
            [AsParameters] ListPage page) =>
        {
            if (state is not null && !ParcelStates.All.Contains(state))
                throw new InvalidInputException("parcels.state-unknown", "The state is 'accepted', 'refused' or 'held'.");
            var number = RmaNumber.AsPrinted(rmaNumber);
            return await page.Read<ParcelRow>(
                $"""
                select {Columns} from parcels where (@number::text is null or rma_number = @number) and (@state::text is null
                    or state = @state) and (@code::text is null or code = @code) and (@site::text is null or site = @site)
                """, new { number, state, code, site }, new ListOrder("scanned_at", "parcel_id", NewestFirst: true),
                row => (row.ScannedAt, row.ParcelId), 200, 1000);
        }).Allow(Reading.Roles)
            .WithName("listParcels").WithSummary("Lists parcels, newest first.")
            .Pages<ParcelRow>()
            .Refuses(400, "parcels.state-unknown");

        routes.MapGet("/parcels/{parcelId:guid}", async (Guid parcelId, Caller caller, NpgsqlDataSource database) =>
        {
            var site = Reading.Roles.Any(caller.Is) ? null : ScanIds.SiteOf(caller); // a device sees its own site's
            await using var connection = await database.OpenConnectionAsync();
            var row = await connection.QuerySingleOrDefaultAsync<ParcelRow>(
                $"select {Columns} from parcels where parcel_id = @parcelId and (@site::text is null or site = @site)",
                new { parcelId, site });
            return row is null ? Problems.NotFound("parcel") : Results.Ok(row);
        }).Allow([.. Reading.Roles, Roles.Scanner])
            .WithName("showParcel").WithSummary("Shows a parcel.")
            .Produces<ParcelRow>()
            .Refuses(400, "scan.site-unknown")
            .Refuses(404, "parcel.not-found");
    }
}
