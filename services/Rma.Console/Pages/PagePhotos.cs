using System.Security.Cryptography;

namespace Rma.Console.Pages;

/// <summary>A photo that was not taken in, and why.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Refusal">Of the service; null when it was not asked.</param>
public sealed record PhotoRefusal(string Name, string Code, long Bytes, Refusal? Refusal = null)
{
    /// <summary>It has more bytes than a photo may have.</summary>
    public const string TooLarge = "photo.too-large";

    /// <summary>It is no picture of a type that is taken.</summary>
    public const string OtherType = "photo.unsupported-media-type";
}

/// <summary>Photos of pages: shown and sent in the name of the person.</summary>
internal static class PagePhotos
{
    /// <summary>What receiving takes of one photo.</summary>
    public const long MaximumBytes = 5 * 1024 * 1024;

    /// <summary>What a form takes with all its photos: one that is too large is told so, with what was typed.</summary>
    public const int MaximumForm = 64 * 1024 * 1024;

    /// <summary>For as long as a slow network needs.</summary>
    public const int Milliseconds = 120_000;

    /// <summary>Types that receiving takes.</summary>
    public const string Types = "image/jpeg,image/png";

    /// <summary>Where a page shows a photo.</summary>
    public static string Address(string sha256) => $"{PageRoutes.Console}/photos/{sha256}";

    public static void Map(IEndpointRouteBuilder routes, string[] roles) =>
        routes.MapGet($"{PageRoutes.Console}/photos/{{sha256:length(64)}}", (
            string sha256, HttpContext context, ServiceCalls services, CancellationToken ct) =>
            services.Pass(context, "receiving", $"/photos/{Uri.EscapeDataString(sha256)}", ct)).PageFor(roles);

    /// <summary>Sends photos, and says which of them are there now.</summary>
    public static async Task<(IReadOnlyList<string> Taken, IReadOnlyList<PhotoRefusal> Refused)> Send(
        HttpContext context, ServiceCalls services, IEnumerable<IFormFile> files, CancellationToken ct)
    {
        List<string> taken = [];
        List<PhotoRefusal> refused = [];
        foreach (var file in files.Where(file => file.Length > 0))
        {
            var (sha256, refusal) = await Send(context, services, file, ct);
            if (refusal is null) taken.Add(sha256);
            else refused.Add(refusal);
        }

        return (taken, refused);
    }

    private static async Task<(string Sha256, PhotoRefusal? Refusal)> Send(
        HttpContext context, ServiceCalls services, IFormFile file, CancellationToken ct)
    {
        var name = Path.GetFileName(file.FileName);
        if (name.Length > 60) name = name[..60];
        if (file.Length > MaximumBytes) return ("", new(name, PhotoRefusal.TooLarge, file.Length));
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, ct);
        var bytes = copy.ToArray();
        if (TypeOf(bytes) is not { } type) return ("", new(name, PhotoRefusal.OtherType, file.Length));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var answer = await services.Put(context, "receiving", $"/photos/{sha256}", bytes, type, ct);
        return (sha256, answer.Refusal is { } refusal ? new(name, refusal.Code, file.Length, refusal) : null);
    }

    /// <summary>A phone names files as it likes: the first bytes say what it is; null when it is neither type.</summary>
    public static string? TypeOf(byte[] bytes) => bytes is [0xFF, 0xD8, 0xFF, ..] ? "image/jpeg"
        : bytes is [0x89, 0x50, 0x4E, 0x47, ..] ? "image/png" : null;
}
