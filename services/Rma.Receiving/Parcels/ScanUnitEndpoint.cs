using System.Text.Json.Serialization;
using Rma.Messaging;
using Rma.Policy.Scanning;
using Rma.Receiving.ExpectedRmas;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <param name="ScanId">The device's own number of this scan, 1 to 64 characters.</param>
/// <param name="SerialNumber">As the scanner sends it: a serial number, or a label that contains one; null or blank when
/// unreadable.</param>
/// <param name="ScannedAt">When it was scanned, by the device's clock.</param>
/// <param name="InsteadOf">The expected serial number in whose place the unit was found, when it was swapped.</param>
/// <param name="SentAt">When the device sends this, by the same clock, to determine the clock's error.</param>
[AsScanned]
public sealed record ScanUnitRequest(
    string ScanId, [property: JsonConverter(typeof(ScannedText))] string? SerialNumber, DateTimeOffset ScannedAt,
    [property: JsonConverter(typeof(ScannedText))] string? InsteadOf = null, DateTimeOffset? SentAt = null);

internal static class ScanUnitEndpoint
{
    public static void MapScanUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels/{parcelId:guid}/units", async Task<IResult> (
            Guid parcelId, ScanUnitRequest request, Caller caller, Dock dock, ClockSettings settings, TimeProvider clock,
            CancellationToken ct) =>
        {
            var (scanId, site, now) = (ScanIds.Read(request.ScanId), ScanIds.SiteOf(caller), clock.GetUtcNow());
            var (read, insteadOf) = (SerialReading.Of(request.SerialNumber), SerialReading.Of(request.InsteadOf));
            var (scannedAt, deviceClock) = ScanTimes.Read(request.ScannedAt, request.SentAt, now, settings);
            var answer = await dock.TakeOut(parcelId, parcel => new UnitScan(
                scanId, caller.Id, site, parcelId, parcel.Scan.ScannedAt, read.Serial, insteadOf.Serial, scannedAt, now,
                ScannedText.Kept(request.SerialNumber), read.Gtin, read.PartNumber, ScannedText.Kept(request.InsteadOf), deviceClock), ct);
            return answer is null ? Problems.NotFound("parcel") : TypedResults.Ok(answer);
        }).Allow(Roles.Scanner).OnlyAtOwnSite()
            .WithName("scanUnit").WithSummary("Takes a unit out of a parcel.")
            .Produces<ScanUnitAnswer>()
            .Refuses(400, "scan.id-out-of-range", "scan.sent-before-scanned", "scan.site-unknown", "scan.time-implausible")
            .Refuses(403, "parcel.other-site")
            .Refuses(404, "parcel.not-found")
            .Refuses(409, "parcel.held", "parcel.refused", "parcel.time-implausible", "scan.conflict");
}
