using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.Photos;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>Adds photos taken after the scan, mainly of a refused carton (rule 19, A-06). They do not change the decision.</summary>
public sealed record PhotographParcel(ValueList<string> Photos, string Scanner, DateTimeOffset Now)
{
    public static IEnumerable<ParcelEvent> Decide(Parcel parcel, PhotographParcel command) =>
        parcel is Parcel.Scanned scanned && NewOnes(scanned, command) is { Count: > 0 } photos
            ? [new ParcelPhotographed(scanned.Scan.ParcelId, photos, command.Scanner, command.Now, scanned.Decision)]
            : [];

    private static ValueList<string> NewOnes(Parcel.Scanned parcel, PhotographParcel command) =>
        [.. command.Photos.Except(parcel.Scan.Photos).Except(parcel.LaterPhotos)];
}

/// <param name="Photos">SHA-256 of photos uploaded before.</param>
public sealed record PhotographParcelRequest(string[] Photos);

internal static class PhotographParcelEndpoint
{
    public static void MapPhotographParcel(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels/{parcelId:guid}/photos", async Task<IResult> (
            Guid parcelId, PhotographParcelRequest request, Caller caller, PhotoStore photos, Streams<Parcel, ParcelEvent> parcels,
            TimeProvider clock, CancellationToken ct) =>
        {
            if (request.Photos.Length == 0) throw new InvalidInputException("photo.none", "Name at least one photo.");
            var command = new PhotographParcel(photos.Read(request.Photos), caller.Id, clock.GetUtcNow());
            return await parcels.Append(parcelId, parcel => PhotographParcel.Decide(parcel, command), ct) is Parcel.Scanned
                ? TypedResults.NoContent()
                : Problems.NotFound("parcel");
        }).Allow(Roles.Scanner).OnlyAtOwnSite();
}
