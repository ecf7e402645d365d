using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SkiaSharp;

namespace Rma.Receiving.Tests;

/// <summary>Pictures for tests, and what is in the files of pictures.</summary>
internal static class Pictures
{
    /// <summary>An EXIF segment: upside up by this orientation, and a place in its GPS directory.</summary>
    public static byte[] Exif(ushort orientation)
    {
        // Little-endian TIFF: IFD0 with Orientation and a GPS directory that has one latitude reference.
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, .. Entry(0x0112, 3, 1, orientation), .. Entry(0x8825, 4, 1, 38), 0, 0, 0, 0,
            1, 0, .. Entry(1, 2, 2, 'N'), 0, 0, 0, 0, .. "N 52.5 GPS-OF-SOMEBODY"u8];
        return Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]);
    }

    /// <summary>A JPEG of 8 x 16 pixels whose colour is made of the subject, which it has as a comment.</summary>
    public static byte[] Jpeg(string subject) =>
        With(Encoded(Colour(subject), 8, 16, SKEncodedImageFormat.Jpeg), Segment(0xFE, Encoding.UTF8.GetBytes(subject)));

    /// <summary>A JPEG whose left half is red and whose right half is blue.</summary>
    public static byte[] RedAndBlue(int width = 64, int height = 32)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Blue);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(0, 0, width / 2f, height, red);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    public static byte[] Png(string subject) => Encoded(Colour(subject), 8, 16, SKEncodedImageFormat.Png);

    public static byte[] Encoded(SKColor colour, int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>The JPEG with segments behind its first marker.</summary>
    public static byte[] With(byte[] jpeg, params byte[][] segments) =>
        [.. jpeg[..2], .. segments.SelectMany(bytes => bytes), .. jpeg[2..]];

    public static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    /// <summary>The PNG with a chunk behind its header.</summary>
    public static byte[] With(byte[] png, string type, byte[] body) => [.. png[..33], .. Chunk(type, body), .. png[33..]];

    /// <summary>A PNG whose header says this size and whose pixels are missing.</summary>
    public static byte[] PngOfSize(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]),
            .. Chunk("IEND", [])];
    }

    /// <summary>The markers of a JPEG before its pixels.</summary>
    public static string MarkersOf(byte[] jpeg)
    {
        var markers = new List<string>();
        for (var at = 2; at + 3 < jpeg.Length; at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))
        {
            markers.Add($"{jpeg[at + 1]:X2}");
            if (jpeg[at + 1] == 0xDA) break;
        }

        return string.Join(' ', markers.Distinct());
    }

    /// <summary>The types of the chunks of a PNG.</summary>
    public static string ChunksOf(byte[] png)
    {
        var types = new List<string>();
        for (var at = 8; at + 8 <= png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
            types.Add(Encoding.ASCII.GetString(png, at + 4, 4));
        return string.Join(' ', types.Distinct());
    }

    private static byte[] Entry(ushort tag, ushort type, int count, int value)
    {
        var entry = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), type);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), count);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), value);
        return entry;
    }

    private static byte[] Chunk(string type, byte[] body)
    {
        var (length, check) = (new byte[4], new byte[4]);
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. body];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(content));
        return [.. length, .. content, .. check];
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    private static SKColor Colour(string subject)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(subject));
        return new SKColor(hash[0], hash[1], hash[2]);
    }
}
