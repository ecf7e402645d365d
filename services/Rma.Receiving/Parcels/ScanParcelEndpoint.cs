using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.Policy;
using Rma.Receiving.ExpectedRmas;
using Rma.Receiving.Photos;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <param name="ScanId">The device's own number of this scan, 1 to 64 characters; the same one is the same scan for ever.</param>
/// <param name="Marking">What is read from the OUTSIDE, as the scanner sends it; null when there is nothing.</param>
/// <param name="FreightTerms"><c>prepaid</c> or <c>collect</c>.</param>
/// <param name="ScannedAt">When it was scanned, by the device's clock.</param>
/// <param name="Photos">SHA-256 of photos uploaded before.</param>
public sealed record ScanParcelRequest(
    string ScanId, [property: JsonConverter(typeof(ScannedText))] string? Marking, string FreightTerms, DateTimeOffset ScannedAt, string[]? Photos = null);

/// <param name="Answer"><c>accepted</c>, <c>refused</c> or <c>held</c>.</param>
/// <param name="Code">Why it was refused or held; null when it was accepted.</param>
/// <param name="Expected">The units this parcel may hold that have not come yet; none unless it was accepted.</param>
public sealed record ScanParcelAnswer(
    Guid ParcelId, string Answer, string? Code, string Reason, IReadOnlyList<string> Clauses, string? RmaNumber, string? WouldChange,
    IReadOnlyList<ExpectedUnit> Expected)
{
    internal static ScanParcelAnswer Of(Parcel.Scanned parcel, ExpectedRma number)
    {
        var (answer, code) = parcel switch
        {
            Parcel.Accepted => ("accepted", null),
            Parcel.Refused refused => ("refused", refused.Code),
            _ => ("held", "parcel.held"),
        };
        return new(
            parcel.Scan.ParcelId, answer, code, parcel.Decision.Reason, parcel.Decision.Clauses, parcel.Scan.RmaNumber, parcel.Decision.WouldChange,
            parcel is Parcel.Accepted && number is ExpectedRma.Expected rma
                ? [.. rma.LinesFor(parcel.Scan.ScannedAt).Where(line => line.IsOutstanding).Select(line => new ExpectedUnit(line.SerialNumber, line.Facts.Sku))]
                : []);
    }
}

/// <summary>A unit to look for.</summary>
public sealed record ExpectedUnit(string Serial, string? Sku);

internal static class ScanParcelEndpoint
{
    public static void MapScanParcel(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels", async (ScanParcelRequest request, ClaimsPrincipal user, PhotoStore photos, Dock dock, TimeProvider clock, CancellationToken ct) =>
        {
            var (parcel, number) = await dock.Scan(Read(request, user, photos, clock.GetUtcNow()), ct);
            return TypedResults.Ok(ScanParcelAnswer.Of(parcel, number));
        }).Allow(Roles.Scanner);

    private static ParcelScan Read(ScanParcelRequest request, ClaimsPrincipal user, PhotoStore photos, DateTimeOffset now) => new(
        ParcelScan.IdOf(user.ClientId(), ScanIds.Read(request.ScanId)), request.ScanId.Trim(), user.ClientId(), ScanIds.SiteOf(user),
        ScannedText.Kept(request.Marking), Terms(request.FreightTerms), request.ScannedAt, now,
        photos.Read(request.Photos), ParcelScan.NumberIn(request.Marking));

    private static FreightTerms Terms(string terms) => terms switch
    {
        "prepaid" => FreightTerms.Prepaid,
        "collect" => FreightTerms.Collect,
        _ => throw new InvalidRequestException("scan.freight-terms-unknown", "The freight terms are 'prepaid' or 'collect'."),
    };
}

/// <summary>How a device names itself and its scans.</summary>
internal static class ScanIds
{
    /// <exception cref="InvalidRequestException">Empty or longer than 64.</exception>
    public static string Read(string scanId) => scanId.Trim() is { Length: >= 1 and <= 64 } given
        ? given
        : throw new InvalidRequestException("scan.id-out-of-range", "The scan id is 1 to 64 characters.");

    /// <exception cref="InvalidRequestException">The key of the device names no site: its scans would say nowhere.</exception>
    public static string SiteOf(ClaimsPrincipal user) => user.Site() is { Length: > 0 } site
        ? site
        : throw new InvalidRequestException("scan.site-unknown", "The key of this device is not bound to a site.");
}
