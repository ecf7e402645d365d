using Rma.Contracts.Receiving;
using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.ExpectedShipments;
using Rma.Receiving.Photos;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <param name="ScanId">The device's own number of this scan, 1 to 64 characters; a repeat of it is the same scan.</param>
/// <param name="Marking">What is read from the OUTSIDE, as the scanner sends it; null when there is nothing.</param>
/// <param name="FreightTerms"><c>prepaid</c> or <c>collect</c>.</param>
/// <param name="ScannedAt">When it was scanned, by the device's clock.</param>
/// <param name="Photos">SHA-256 of photos uploaded before.</param>
/// <param name="SentAt">When the device sends this, by the same clock, to determine the clock's error.</param>
/// <param name="Carrier">The carrier.</param>
/// <param name="TrackingNumber">From the carrier's label, as the scanner sends it; finds an announced shipment, and does not replace the
/// marking.</param>
/// <param name="WeightKg">Kilograms, to the gram.</param>
/// <param name="Carton">The number of the carton within the shipment, from 1.</param>
/// <param name="Cartons">The number of cartons.</param>
/// <param name="Sscc">Serial shipping container code, as the scanner sends it.</param>
[AsScanned]
public sealed record ScanParcelRequest(
    string ScanId, [property: JsonConverter(typeof(ScannedText))] string? Marking, [OneOf("prepaid", "collect")] string FreightTerms,
    DateTimeOffset ScannedAt, string[]? Photos = null, DateTimeOffset? SentAt = null, string? Carrier = null,
    [property: JsonConverter(typeof(ScannedText))] string? TrackingNumber = null, decimal? WeightKg = null, int? Carton = null,
    int? Cartons = null, [property: JsonConverter(typeof(ScannedText))] string? Sscc = null);

/// <param name="Answer"><c>accepted</c>, <c>refused</c> or <c>held</c>.</param>
/// <param name="Code">Why it was refused or held; null when it was accepted.</param>
/// <param name="Expected">The units that may be in this parcel and have not arrived; none unless it was accepted.</param>
/// <param name="ExpectedShipment">The announced shipment of the carrier's label; null when there is none. The number must still be on the
/// outside (P3).</param>
public sealed record ScanParcelAnswer(
    Guid ParcelId, [OneOf(typeof(ParcelStates))] string Answer, string? Code, string Reason, IReadOnlyList<string> Clauses,
    string? RmaNumber, string? WouldChange, IReadOnlyList<ExpectedUnit> Expected, ExpectedShipmentRow? ExpectedShipment = null)
{
    internal static ScanParcelAnswer Of(Parcel.Scanned parcel, ExpectedRma number, ExpectedShipmentRow? shipment = null)
    {
        var (answer, code) = parcel switch
        {
            Parcel.Accepted => (ParcelStates.Accepted, null),
            Parcel.Refused refused => (ParcelStates.Refused, refused.Code),
            Parcel.Held { Code: { } waitsForPerson } => (ParcelStates.Held, waitsForPerson),
            _ => (ParcelStates.Held, "parcel.held"),
        };
        return new(
            parcel.Scan.ParcelId, answer, code, parcel.Decision.Reason, parcel.Decision.Clauses, parcel.Scan.RmaNumber,
            parcel.Decision.WouldChange, parcel is Parcel.Accepted && number is ExpectedRma.Expected rma
                ? [.. rma.LinesFor(parcel.Scan.ScannedAt).Where(line => line.IsOutstanding)
                    .Select(line => new ExpectedUnit(line.SerialNumber, line.Facts.Sku, line.Facts.ReasonCode, line.Facts.Defect))]
                : [], shipment);
    }
}

/// <summary>A unit to look for.</summary>
public sealed record ExpectedUnit(string Serial, string? Sku, string? ReasonCode = null, string? Defect = null);

internal static class ScanParcelEndpoint
{
    public static void MapScanParcel(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels", async (
            ScanParcelRequest request, Caller caller, NamedPhotos photos, Dock dock, ClockSettings settings,
            AmbientTransaction transaction, TimeProvider clock, CancellationToken ct) =>
        {
            var scan = Read(request, caller, await photos.Read(request.Photos, ct), settings, clock.GetUtcNow());
            var (parcel, number) = await dock.Scan(scan, ct);
            return TypedResults.Ok(ScanParcelAnswer.Of(
                parcel, number, await ExpectedShipmentList.Find(transaction, parcel.Scan.TrackingKey, ct)));
        }).Allow(Roles.Scanner)
            .CountUnknown<ScanParcelAnswer>(answer => answer.Code == ParcelRefusals.UnknownNumber ? answer.RmaNumber : null)
            .WithName("scanParcel").WithSummary("Judges a parcel by what is on its outside: accepted, refused or held.")
            .Refuses(400, "photo.hash-malformed", "photo.too-many", "photo.unknown", "scan.carton-out-of-range",
                "scan.freight-terms-unknown", "scan.id-out-of-range", "scan.label-too-long", "scan.sent-before-scanned",
                "scan.site-unknown", "scan.sscc-malformed", "scan.time-implausible", "scan.weight-out-of-range")
            .Refuses(409, "scan.conflict");

    private static ParcelScan Read(
        ScanParcelRequest request, Caller caller, ValueList<string> photos, ClockSettings settings, DateTimeOffset now)
    {
        var (scannedAt, clock) = ScanTimes.Read(request.ScannedAt, request.SentAt, now, settings);
        return new(
            ParcelScan.IdOf(caller.Id, ScanIds.Read(request.ScanId)), request.ScanId.Trim(), caller.Id, ScanIds.SiteOf(caller),
            ScannedText.Kept(request.Marking), Terms(request.FreightTerms), scannedAt, now, photos,
            ParcelScan.NumberIn(request.Marking), clock, CarrierLabel.Read(request));
    }

    private static FreightTerms Terms(string terms) => terms switch
    {
        FreightInWords.Prepaid => FreightTerms.Prepaid,
        FreightInWords.Collect => FreightTerms.Collect,
        _ => throw new InvalidInputException("scan.freight-terms-unknown", "The freight terms are 'prepaid' or 'collect'."),
    };
}

/// <summary>The identities of a device and its scans.</summary>
internal static class ScanIds
{
    /// <exception cref="InvalidInputException">Empty or longer than 64.</exception>
    public static string Read(string scanId) => scanId.Trim() is { Length: >= 1 and <= 64 } given
        ? given
        : throw new InvalidInputException("scan.id-out-of-range", "The scan id is 1 to 64 characters.");

    /// <exception cref="InvalidInputException">The key of the device has no site, which every scan needs.</exception>
    public static string SiteOf(Caller caller) => caller.Site is { Length: > 0 } site
        ? site
        : throw new InvalidInputException("scan.site-unknown", "The key of this device is not bound to a site.");
}
