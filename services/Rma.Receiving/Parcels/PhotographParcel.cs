using Rma.EventSourcing;
using Rma.Policy;
using Rma.Receiving.Photos;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Parcels;

/// <summary>Adds photos taken after the scan, mainly of a refused carton (rule 19, A-06). They do not change the decision.</summary>
/// <param name="Most">How many a parcel may have beyond those of its scan.</param>
public sealed record PhotographParcel(ValueList<string> Photos, string Scanner, DateTimeOffset Now, int Most)
{
    /// <exception cref="RefusedException">The parcel has as many photos as it may have.</exception>
    public static IEnumerable<ParcelEvent> Decide(Parcel parcel, PhotographParcel command)
    {
        if (parcel is not Parcel.Scanned scanned || NewOnes(scanned, command) is not { Count: > 0 } photos) return [];
        if (scanned.LaterPhotos.Count + photos.Count > command.Most)
            throw new RefusedException(
                "parcel.too-many-photos", $"A parcel has at most {command.Most} photos that were added after its scan.");
        return [new ParcelPhotographed(scanned.Scan.ParcelId, photos, command.Scanner, command.Now, scanned.Decision)];
    }

    private static ValueList<string> NewOnes(Parcel.Scanned parcel, PhotographParcel command) =>
        [.. command.Photos.Except(parcel.Scan.Photos).Except(parcel.LaterPhotos)];
}

/// <param name="Photos">SHA-256 of photos uploaded before.</param>
public sealed record PhotographParcelRequest(string[] Photos);

internal static class PhotographParcelEndpoint
{
    public static void MapPhotographParcel(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/parcels/{parcelId:guid}/photos", async Task<IResult> (
            Guid parcelId, PhotographParcelRequest request, Caller caller, NamedPhotos photos, PhotoSettings settings,
            Streams<Parcel, ParcelEvent> parcels, TimeProvider clock, CancellationToken ct) =>
        {
            if (request.Photos.Length == 0) throw new InvalidInputException("photo.none", "Name at least one photo.");
            var command = new PhotographParcel(
                await photos.Read(request.Photos, ct), caller.Id, clock.GetUtcNow(), settings.PerParcel);
            return await parcels.Append(parcelId, parcel => PhotographParcel.Decide(parcel, command), ct) is Parcel.Scanned
                ? TypedResults.NoContent()
                : Problems.NotFound("parcel");
        }).Allow(Roles.Scanner).OnlyAtOwnSite()
            .WithName("photographParcel").WithSummary("Adds photos to a parcel after its scan.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, "photo.hash-malformed", "photo.none", "photo.too-many", "photo.unknown", "scan.site-unknown")
            .Refuses(403, "parcel.other-site")
            .Refuses(404, "parcel.not-found")
            .Refuses(409, "parcel.too-many-photos");
}
