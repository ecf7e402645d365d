using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Receiving.Photos;

/// <summary>Takes a photo in. Sending the same again gets the same answer and changes nothing, but that it counts as new.</summary>
internal sealed class UploadPhoto(PhotoStore store, PhotoDecoder decoder, PhotoRegister register, PhotoSettings settings)
{
    // What comes out larger than this is no photo of a carton: five megabytes went in.
    private const long MaximumStored = 40 * 1024 * 1024;

    /// <exception cref="InvalidInputException">Another hash, not to be decoded, or too large.</exception>
    /// <exception cref="RefusedException">The site has uploaded as many as it may in a day.</exception>
    /// <returns>False when the bytes are not of this type.</returns>
    public async Task<bool> Save(string hash, PhotoType type, Stream bytes, Caller caller, CancellationToken ct)
    {
        using var upload = await store.Receive(hash, type, bytes, ct);
        if (upload is null) return false;
        if (await IsThere(hash, ct) && await register.SentAgain(hash, ct)) return true;
        if (await register.UploadedToday(caller.Site ?? caller.Id, ct) >= settings.DailyPerSite)
            throw new RefusedException(
                "photo.quota-reached", $"At most {settings.DailyPerSite} photos are taken from one site within 24 hours.")
            {
                WouldChange = "Wait, or have the setting Photos:DailyPerSite raised.",
            };

        using var pixels = store.Unfinished(hash);
        await decoder.Rewrite(upload.File, type, pixels.File, ct);
        if (new FileInfo(pixels.File).Length > MaximumStored)
            throw new InvalidInputException("photo.too-large", "The decoded photo is larger than is kept. Send it with fewer pixels.");
        var stored = await PhotoStore.Sha256(pixels.File, ct);
        await register.Add(hash, stored, caller.Site, caller.Id, () => store.Keep(hash, type, pixels), ct);
        return true;
    }

    private async Task<bool> IsThere(string hash, CancellationToken ct) => store.Find(hash) is { } photo
        && await register.StoredSha256(hash, ct) == await PhotoStore.Sha256(photo.File, ct);
}
