using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Photos;

internal static class PhotoRoutes
{
    private const long MaximumSize = 5 * 1024 * 1024;

    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/photos/{sha256}", Upload).Allow(Roles.Scanner, Roles.Inspector)
            .WithMetadata(new ContentAddressed(), new RequestSizeLimitAttribute(MaximumSize))
            .WithRequestTimeout(TimeSpan.FromMinutes(2)); // the dock's wireless network is slow

        routes.MapGet("/photos/{sha256}", (string sha256, HttpContext context, PhotoStore photos) =>
        {
            if (photos.Find(PhotoStore.Checked(sha256)) is not { } photo) return Problems.NotFound("photo");
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            return Results.File(photo.File, photo.Type.ContentType);
        }).Allow([.. Reading.Roles, Roles.Scanner, Roles.CreditAnalyst]);
    }

    private static async Task<IResult> Upload(string sha256, HttpRequest request, PhotoStore photos, CancellationToken ct)
    {
        var hash = PhotoStore.Checked(sha256);
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
            ? PhotoType.All.FirstOrDefault(type => given.MediaType.Equals(type.ContentType, StringComparison.OrdinalIgnoreCase))
            : null;
        return type is not null && await photos.Save(hash, type, request.Body, ct)
            ? Results.NoContent()
            : Results.Problem(Problems.Problem(
                415, "photo.unsupported-media-type", "A photo is a JPEG or PNG picture and says so in its Content-Type."));
    }
}
