using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rma.Messaging;
using Rma.Receiving.ExpectedRmas;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <param name="ScanId">The device's own number of this scan, 1 to 64 characters.</param>
/// <param name="SerialNumber">As read from the unit; null or blank when it cannot be read.</param>
/// <param name="ScannedAt">When it was scanned, by the device's clock.</param>
/// <param name="InsteadOf">The expected serial number in whose place the unit lay, when it was swapped.</param>
[AsScanned]
public sealed record ScanUnitRequest(string ScanId, string? SerialNumber, DateTimeOffset ScannedAt, string? InsteadOf = null);

internal static class ScanUnitEndpoint
{
    public static void MapScanUnit(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels/{parcelId:guid}/units", async Task<IResult> (
            Guid parcelId, ScanUnitRequest request, ClaimsPrincipal user, Dock dock, TimeProvider clock, CancellationToken ct) =>
        {
            var (scanId, site, now) = (ScanIds.Read(request.ScanId), ScanIds.SiteOf(user), clock.GetUtcNow());
            var answer = await dock.TakeOut(parcelId, parcel => new UnitScan(
                scanId, user.ClientId(), site, parcelId, parcel.Scan.ScannedAt, Serial(request.SerialNumber), Serial(request.InsteadOf),
                request.ScannedAt, now), ct);
            return answer is null ? Problems.NotFound("parcel") : TypedResults.Ok(answer);
        }).Allow(Roles.Scanner).OnlyAtOwnSite();

    private static string? Serial(string? read) => string.IsNullOrWhiteSpace(read) ? null
        : read.Trim() is { Length: <= 64 } serial ? serial
        : throw new InvalidRequestException("scan.serial-number-too-long", "A serial number has at most 64 characters.");
}
