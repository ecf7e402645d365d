using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Rma.Receiving.Photos;
using Rma.Testing;
using SkiaSharp;

namespace Rma.Receiving.Tests;

/// <summary>What is kept of a photo: its pixels and nothing else.</summary>
public sealed class PhotoPixelsTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    private static readonly byte[] Secret = "GPS-OF-SOMEBODY"u8.ToArray();

    [Fact]
    public async Task Low_a_jpeg_is_kept_without_metadata_profile_comment_and_what_follows_it()
    {
        byte[] sent = [.. Pictures.With(Pictures.RedAndBlue(), Pictures.Exif(1), Pictures.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9]),
            Pictures.Segment(0xFE, Secret), Pictures.Segment(0xED, Secret)), .. "PK\u0003\u0004 <script>"u8, .. Secret];
        var kept = await Kept(sent);
        Assert.Equal("E0 DB C0 C4 DA", Pictures.MarkersOf(kept));
        Assert.Equal([0xFF, 0xD9], kept[^2..]);
        Assert.Equal(-1, kept.AsSpan().IndexOf(Secret));
        Assert.Equal(-1, Encoding.Latin1.GetString(kept).IndexOf("script", StringComparison.Ordinal));
        AssertRed(kept, 8, 16);
    }

    [Fact]
    public async Task Low_a_png_is_kept_without_text_and_further_pictures()
    {
        var png = Pictures.Png("a label");
        png = Pictures.With(png, "acTL", [0, 0, 0, 2, 0, 0, 0, 0]); // animated
        png = Pictures.With(png, "tEXt", [.. "Comment\0"u8, .. Secret]);
        png = Pictures.With(png, "eXIf", Pictures.Exif(1)[10..]);
        byte[] sent = [.. png, .. "<html>"u8, .. Secret];
        var kept = await Kept(sent, "image/png", ".png");
        Assert.Empty(Pictures.ChunksOf(kept).Split(' ').Except(["IHDR", "sBIT", "sRGB", "IDAT", "IEND"]));
        Assert.Equal(-1, kept.AsSpan().IndexOf(Secret));
        using var before = SKBitmap.Decode(sent);
        using var after = SKBitmap.Decode(kept);
        Assert.Equal(before.GetPixel(3, 3), after.GetPixel(3, 3));
    }

    [Fact]
    public async Task Of_several_pictures_in_a_file_the_first_is_kept()
    {
        byte[] two = [.. Pictures.RedAndBlue(), .. Pictures.Jpeg("behind the first")];
        var kept = await Kept(two);
        AssertRed(kept, 8, 16);
        Assert.Equal(-1, kept.AsSpan().IndexOf("behind the first"u8));
    }

    [Theory]
    [InlineData(1, 64, 32, 4, 16)]
    [InlineData(2, 64, 32, 60, 16)]
    [InlineData(3, 64, 32, 60, 16)]
    [InlineData(4, 64, 32, 4, 16)]
    [InlineData(5, 32, 64, 16, 4)]
    [InlineData(6, 32, 64, 16, 4)]
    [InlineData(7, 32, 64, 16, 60)]
    [InlineData(8, 32, 64, 16, 60)]
    public async Task A_photo_is_kept_upright(ushort orientation, int width, int height, int x, int y)
    {
        var kept = await Kept(Pictures.With(Pictures.RedAndBlue(), Pictures.Exif(orientation)));
        using var bitmap = SKBitmap.Decode(kept);
        Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
        AssertRed(kept, x, y);
    }

    [Fact]
    public async Task Low_what_is_no_whole_picture_is_refused()
    {
        var whole = Pictures.RedAndBlue(640, 480);
        foreach (var sent in new[] { [0xFF, 0xD8, 0xFF, 0xE0, .. "a carton"u8], whole[..^500], whole[..40],
            [.. whole[..2], 0xFF, 0xE0, .. "and then nothing that is a picture"u8] })
        {
            var answer = await dock.Upload(ReceivingUnderTest.HashOf(sent), sent);
            Assert.Equal((400, "photo.undecodable"), (answer.Status, answer.Code));
            Assert.False(File.Exists(dock.FileOf(ReceivingUnderTest.HashOf(sent))));
        }

        var empty = Pictures.PngOfSize(4000, 3000);
        Assert.Equal("photo.undecodable", (await dock.Upload(ReceivingUnderTest.HashOf(empty), empty, "image/png")).Code);
    }

    [Fact]
    public async Task Low_a_picture_with_more_pixels_than_are_accepted_is_refused_by_its_header()
    {
        foreach (var (width, height) in new[] { (5000, 5000), (30_000, 30_000), (100_000, 20) })
        {
            var sent = Pictures.PngOfSize(width, height);
            var watch = Stopwatch.StartNew();
            var answer = await dock.Upload(ReceivingUnderTest.HashOf(sent), sent, "image/png");
            Assert.Equal((400, "photo.too-many-pixels"), (answer.Status, answer.Code));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{width} x {height} took {watch.Elapsed}");
        }
    }

    [Fact]
    public async Task Low_twenty_at_once_do_not_need_twenty_times_the_memory()
    {
        var sent = Pictures.Encoded(SKColors.Teal, 4000, 3000, SKEncodedImageFormat.Jpeg);
        byte[][] each = [.. Enumerable.Range(0, 20).Select(number => (byte[])[.. sent, (byte)number])];
        using var process = Process.GetCurrentProcess();
        var (before, most, done) = (process.WorkingSet64, 0L, false);
        var watching = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                process.Refresh();
                most = Math.Max(most, process.WorkingSet64);
                await Task.Delay(5);
            }
        });
        var answers = await Task.WhenAll(each.Select(photo => dock.Upload(ReceivingUnderTest.HashOf(photo), photo)));
        Volatile.Write(ref done, true);
        await watching;
        Assert.All(answers, answer => Assert.Equal(204, answer.Status));
        // Each needs 48 million bytes for its pixels alone: 960 million at once.
        Assert.True(most - before < 500_000_000, $"{(most - before) / 1_000_000} million bytes were needed");
    }

    [Fact]
    public async Task The_same_photo_from_many_devices_at_once_is_one_photo()
    {
        var sent = Pictures.Jpeg("seen by everybody");
        var hash = ReceivingUnderTest.HashOf(sent);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => dock.Upload(hash, sent)));
        Assert.All(answers, answer => Assert.Equal(204, answer.Status));
        Assert.Equal(1, await dock.Scalar<long>($"select count(*) from photos where photo = '{hash}'"));
        Assert.Equal(await dock.Scalar<string>($"select stored_sha256 from photos where photo = '{hash}'"),
            ReceivingUnderTest.HashOf(await Kept(sent)));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetDirectoryName(dock.FileOf(hash)))!, "*.part"));
    }

    [Theory]
    [InlineData("MaximumMegapixels", "0")]
    [InlineData("MaximumMegapixels", "201")]
    [InlineData("DailyPerSite", "0")]
    [InlineData("PerParcel", "-1")]
    [InlineData("KeptDays", "0")]
    [InlineData("CleanUpEvery", "00:00:00")]
    public void A_setting_that_cannot_be_meant_is_named_at_the_start(string name, string given)
    {
        Assert.Equal(PhotoSettings.Default, PhotoSettings.Of(new ConfigurationBuilder().Build()));
        var configured = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Photos:{name}", (string?)given)]).Build();
        Assert.Contains($"Photos:{name}", Assert.Throws<InvalidOperationException>(() => PhotoSettings.Of(configured)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_changed_in_the_folder_is_not_shown_and_the_same_upload_mends_it()
    {
        var sent = Pictures.Jpeg("will be changed");
        var hash = ReceivingUnderTest.HashOf(sent);
        await Kept(sent);
        await File.AppendAllTextAsync(dock.FileOf(hash), "changed");
        Assert.Equal((500, "photo.damaged"), Of(await dock.Get("auditor", $"/photos/{hash}")));
        await Kept(sent);

        static (int, string?) Of(HttpAnswer answer) => (answer.Status, answer.Code);
    }

    private async Task<byte[]> Kept(byte[] sent, string contentType = "image/jpeg", string extension = ".jpg")
    {
        var hash = ReceivingUnderTest.HashOf(sent);
        Assert.Equal(204, (await dock.Upload(hash, sent, contentType)).Status);
        using var http = dock.As("auditor");
        using var photo = await http.GetAsync(new Uri($"/photos/{hash}", UriKind.Relative));
        Assert.Equal(contentType, photo.Content.Headers.ContentType!.MediaType);
        var shown = await photo.Content.ReadAsByteArrayAsync();
        Assert.Equal(await File.ReadAllBytesAsync(dock.FileOf(hash, extension)), shown);
        return shown;
    }

    private static void AssertRed(byte[] picture, int x, int y)
    {
        using var bitmap = SKBitmap.Decode(picture);
        var colour = bitmap.GetPixel(x, y);
        Assert.True(colour is { Red: > 220, Green: < 40, Blue: < 40 }, $"{colour} at {x}, {y}");
    }
}
