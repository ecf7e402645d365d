using Rma.EventSourcing;
using SkiaSharp;

namespace Rma.Receiving.Photos;

/// <summary>
/// Decodes a photo and writes its pixels anew, upright and in sRGB: no metadata, no colour profile, nothing before or behind the picture.
/// Of several pictures in one file the first is kept.
/// </summary>
internal static class PhotoPixels
{
    private const int Quality = 90;
    private const int LargestSide = 32_767;
    private static readonly SKColorSpace Srgb = SKColorSpace.CreateSrgb();

    /// <summary>The size of the picture in megapixels, rounded up, as its header says.</summary>
    /// <exception cref="InvalidInputException">Not a picture of this type, or one with more pixels than are accepted.</exception>
    public static int Megapixels(string file, PhotoType type, int most)
    {
        using var codec = Open(file, type);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var megapixels = ((long)width * height + 999_999) / 1_000_000;
        return megapixels <= most && width <= LargestSide && height <= LargestSide ? (int)megapixels
            : throw new InvalidInputException(
                "photo.too-many-pixels", $"The photo has {width} x {height} pixels; at most {most} million are accepted.");
    }

    /// <summary>Writes the pixels of one file to another.</summary>
    /// <exception cref="InvalidInputException">The picture cannot be decoded to its end.</exception>
    public static void Rewrite(string file, PhotoType type, Stream to)
    {
        using var upright = Upright(file, type);
        using var pixels = upright.PeekPixels().WithColorSpace(null!); // a profile would be written otherwise
        var written = type.Format == SKEncodedImageFormat.Jpeg
            ? pixels.Encode(to, new SKJpegEncoderOptions(Quality)) : pixels.Encode(to, SKPngEncoderOptions.Default);
        if (!written) throw new IOException("The decoded photo could not be written.");
    }

    private static SKBitmap Upright(string file, PhotoType type)
    {
        SKBitmap lying;
        SKEncodedOrigin origin;
        using (var codec = Open(file, type))
        {
            origin = codec.EncodedOrigin;
            lying = Allocate(codec.Info.Width, codec.Info.Height, codec.Info.AlphaType);
            if (codec.GetPixels(lying.Info, lying.GetPixels()) != SKCodecResult.Success)
            {
                lying.Dispose();
                throw Undecodable();
            }
        }

        if (origin == SKEncodedOrigin.TopLeft) return lying;
        using (lying) return Turned(lying, origin);
    }

    private static SKBitmap Turned(SKBitmap lying, SKEncodedOrigin origin)
    {
        var (width, height) = (lying.Width, lying.Height);
        var swaps = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom
            or SKEncodedOrigin.LeftBottom;
        var upright = Allocate(swaps ? height : width, swaps ? width : height, lying.AlphaType);
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(Matrix(origin, width, height));
        using var paint = new SKPaint { BlendMode = SKBlendMode.Src };
        canvas.DrawBitmap(lying, 0, 0, SKSamplingOptions.Default, paint);
        return upright;
    }

    // Where a stored point comes to lie, for each value of the EXIF tag Orientation.
    private static SKMatrix Matrix(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => Of(-1, 0, width, 0, 1, 0),
        SKEncodedOrigin.BottomRight => Of(-1, 0, width, 0, -1, height),
        SKEncodedOrigin.BottomLeft => Of(1, 0, 0, 0, -1, height),
        SKEncodedOrigin.LeftTop => Of(0, 1, 0, 1, 0, 0),
        SKEncodedOrigin.RightTop => Of(0, -1, height, 1, 0, 0),
        SKEncodedOrigin.RightBottom => Of(0, -1, height, -1, 0, width),
        SKEncodedOrigin.LeftBottom => Of(0, 1, 0, -1, 0, width),
        _ => SKMatrix.Identity,
    };

    private static SKMatrix Of(float scaleX, float skewX, float transX, float skewY, float scaleY, float transY) =>
        new(scaleX, skewX, transX, skewY, scaleY, transY, 0, 0, 1);

    private static SKBitmap Allocate(int width, int height, SKAlphaType alpha)
    {
        var bitmap = new SKBitmap();
        if (bitmap.TryAllocPixels(new SKImageInfo(width, height, SKImageInfo.PlatformColorType, alpha, Srgb))) return bitmap;
        bitmap.Dispose();
        throw new IOException($"There is no memory for a photo of {width} x {height} pixels now.");
    }

    private static SKCodec Open(string file, PhotoType type)
    {
        var codec = SKCodec.Create(file, out _);
        if (codec?.EncodedFormat == type.Format && codec.Info is { Width: > 0, Height: > 0 }) return codec;
        codec?.Dispose();
        throw Undecodable();
    }

    private static InvalidInputException Undecodable() => new(
        "photo.undecodable", "The photo cannot be decoded: it is damaged, cut off, or no picture at all. Take it or send it again.");
}
