using Microsoft.Playwright;
using Rma.Testing;

namespace Rma.Browser.Tests;

/// <summary>Files and words that people send.</summary>
internal static class Pictures
{
    /// <summary>What a requester may write: from the right, with an emoji, and something that looks like HTML.</summary>
    public const string Defect = "لا توجد صورة بعد العاصفة ⚡ <b>no picture</b> on channel 3";

    /// <summary>A picture.</summary>
    public static byte[] Example => File.ReadAllBytes(Path.Combine(Servers.Root, "services", "Rma.Receiving", "Photos", "example.png"));

    /// <summary>A picture as a file.</summary>
    public static FilePayload Good => new() { Name = "front.png", MimeType = "image/png", Buffer = Example };

    /// <summary>As a phone calls it that writes HEIC.</summary>
    public static FilePayload Heic => new()
    {
        Name = "IMG_0042.HEIC", MimeType = "image/heic", Buffer = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8],
    };

    /// <summary>Ten megabytes.</summary>
    public static FilePayload Large => new()
    {
        Name = "huge.jpg", MimeType = "image/jpeg", Buffer = [0xFF, 0xD8, 0xFF, .. new byte[10 * 1024 * 1024]],
    };
}
