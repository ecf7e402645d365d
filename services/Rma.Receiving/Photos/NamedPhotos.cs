using Npgsql;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.Photos;

/// <summary>Photos that a request names. They are locked until its events are stored: the clean-up passes over them.</summary>
internal sealed class NamedPhotos(AmbientTransaction transaction, PhotoStore store)
{
    private const int MaximumPerRecord = 20;

    /// <summary>The hashes of a request, sorted, each once; all photos must have been uploaded.</summary>
    /// <exception cref="InvalidInputException">Not a hash, not uploaded, or too many.</exception>
    public async Task<ValueList<string>> Read(string[]? hashes, CancellationToken ct)
    {
        if (hashes is null or []) return [];
        if (hashes.Length > MaximumPerRecord)
            throw new InvalidInputException("photo.too-many", $"At most {MaximumPerRecord} photos.");
        string[] named = [.. hashes.Select(PhotoStore.Checked).Distinct().Order(StringComparer.Ordinal)];
        var locked = await Lock(named, ct);
        foreach (var hash in named.Where(hash => !locked.Contains(hash)))
        {
            if (store.Find(hash) is { } earlier) await Add(hash, File.GetLastWriteTimeUtc(earlier.File), ct);
        }

        return named.All(hash => store.Find(hash) is not null) ? [.. named]
            : throw new InvalidInputException("photo.unknown", "A photo is named that was not uploaded. Upload it first.");
    }

    private Task<HashSet<string>> Lock(string[] named, CancellationToken ct) => transaction.Read(
        "select photo from photos where photo = any($1) order by photo for key share",
        [new NpgsqlParameter<string[]> { TypedValue = named }], async row =>
        {
            var locked = new HashSet<string>(StringComparer.Ordinal);
            while (await row.ReadAsync(ct)) locked.Add(row.GetString(0));
            return locked;
        }, ct);

    // What an earlier release stored has no row to lock.
    private Task Add(string hash, DateTime storedAt, CancellationToken ct) => transaction.Write(
        "insert into photos (photo, uploaded_at) values ($1, $2) on conflict (photo) do update set photo = excluded.photo",
        [new NpgsqlParameter<string> { TypedValue = hash }, new NpgsqlParameter<DateTime> { TypedValue = storedAt }], ct);
}
