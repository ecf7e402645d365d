using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Photos;

internal static class PhotoRoutes
{
    private const long MaximumSize = 5 * 1024 * 1024;

    public static void AddPhotos(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(PhotoSettings.Of(configuration))
        .AddSingleton(provider => new PhotoStore(Path.Combine(
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            configuration["Photos:Folder"] ?? Path.Combine(".rma", "photos"))))
        .AddSingleton<PhotoDecoder>().AddSingleton<PhotoRegister>().AddSingleton<UploadPhoto>().AddScoped<NamedPhotos>()
        .AddSingleton<PhotoCleanUp>().AddHostedService(provider => provider.GetRequiredService<PhotoCleanUp>());

    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/photos/{sha256}", Upload).Allow(Roles.Scanner, Roles.Inspector)
            .WithMetadata(new ContentAddressed(), new RequestSizeLimitAttribute(MaximumSize))
            .WithName("uploadPhoto").WithSummary("Stores a photo under the SHA-256 of its bytes.")
            .Produces(StatusCodes.Status204NoContent)
            .Reads(null, "image/jpeg", "image/png")
            .Refuses(400, "photo.hash-malformed", "photo.hash-mismatch", "photo.too-large", "photo.too-many-pixels",
                "photo.undecodable")
            .Refuses(409, "photo.quota-reached")
            .Refuses(415, "photo.unsupported-media-type")
            .WithRequestTimeout(TimeSpan.FromMinutes(2)); // the dock's wireless network is slow

        routes.MapGet("/photos/{sha256}", async (
            string sha256, HttpContext context, PhotoStore photos, PhotoRegister register, CancellationToken ct) =>
        {
            if (photos.Find(PhotoStore.Checked(sha256)) is not { } photo) return Problems.NotFound("photo");
            // The name is the hash of what was sent; what was written has its own.
            if (await register.StoredSha256(sha256, ct) is { } stored && await PhotoStore.Sha256(photo.File, ct) != stored)
                return Results.Problem(Problems.Problem(
                    500, "photo.damaged", "The stored photo is not what was written. Restore it, or have it sent again."));
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            return Results.File(photo.File, photo.Type.ContentType);
        }).Allow([.. Reading.Roles, Roles.Scanner, Roles.CreditAnalyst])
            .WithName("showPhoto").WithSummary("Shows a photo.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg", additionalContentTypes: "image/png")
            .Refuses(400, "photo.hash-malformed")
            .Refuses(404, "photo.not-found")
            .Refuses(500, "photo.damaged");
    }

    private static async Task<IResult> Upload(
        string sha256, HttpRequest request, Caller caller, UploadPhoto photos, CancellationToken ct)
    {
        var hash = PhotoStore.Checked(sha256);
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
            ? PhotoType.All.FirstOrDefault(type => given.MediaType.Equals(type.ContentType, StringComparison.OrdinalIgnoreCase))
            : null;
        return type is not null && await photos.Save(hash, type, request.Body, caller, ct)
            ? Results.NoContent()
            : Results.Problem(Problems.Problem(
                415, "photo.unsupported-media-type", "A photo is a JPEG or PNG picture and says so in its Content-Type."));
    }
}
