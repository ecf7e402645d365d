using SkiaSharp;

namespace Rma.Receiving.Photos;

/// <summary>A supported image type, detected by its first bytes.</summary>
internal sealed record PhotoType(string ContentType, string Extension, byte[] Magic, SKEncodedImageFormat Format)
{
    public static IReadOnlyList<PhotoType> All { get; } =
    [
        new("image/jpeg", ".jpg", [0xFF, 0xD8, 0xFF], SKEncodedImageFormat.Jpeg),
        new("image/png", ".png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], SKEncodedImageFormat.Png),
    ];
}
