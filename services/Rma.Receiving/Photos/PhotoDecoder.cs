using System.Threading.RateLimiting;

namespace Rma.Receiving.Photos;

/// <summary>
/// Decodes photos on as many threads as there are processors, and never more pixels at a time than one photo may have: however many
/// devices upload, the memory for it is bounded. The others wait, for as long as their requests may take.
/// </summary>
internal sealed class PhotoDecoder(PhotoSettings settings) : IDisposable
{
    private readonly ConcurrencyLimiter megapixels = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.MaximumMegapixels, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Writes the pixels of one file to another.</summary>
    /// <exception cref="EventSourcing.InvalidInputException">It cannot be decoded, or is too large.</exception>
    public async Task Rewrite(string file, PhotoType type, string to, CancellationToken ct)
    {
        var size = PhotoPixels.Megapixels(file, type, settings.MaximumMegapixels);
        var atLeast = (settings.MaximumMegapixels + Environment.ProcessorCount - 1) / Environment.ProcessorCount;
        using var turn = await megapixels.AcquireAsync(Math.Max(size, atLeast), ct);
        await Task.Run(() =>
        {
            using var written = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
            PhotoPixels.Rewrite(file, type, written);
            written.Flush(flushToDisk: true);
        }, ct);
    }

    public void Dispose() => megapixels.Dispose();
}
