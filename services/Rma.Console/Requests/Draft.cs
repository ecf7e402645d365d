using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Rma.Console.Requests;

/// <summary>
/// What was pasted, as part of an address: going back, reading the page again and sending its address to a colleague show the same, and
/// the server keeps nothing of it.
/// </summary>
public static class Draft
{
    private const int LongestAddress = 5_000, LongestText = 100_000;

    /// <summary>Null when it does not fit into an address.</summary>
    public static string? Pack(string text)
    {
        if (text.Length > LongestText) return null;
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(Encoding.UTF8.GetBytes(text));
        var written = Base64Url.EncodeToString(packed.ToArray());
        return written.Length > LongestAddress ? null : written;
    }

    /// <summary>Null when it is none, or says more than could have been packed.</summary>
    public static string? Unpack(string packed)
    {
        if (packed.Length is 0 or > LongestAddress || !Base64Url.IsValid(packed)) return null;
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(Base64Url.DecodeFromChars(packed)), CompressionMode.Decompress);
            var text = new byte[LongestText * 3 + 1];
            var length = brotli.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return length == 0 || length == text.Length ? null : Encoding.UTF8.GetString(text, 0, length);
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }
}
