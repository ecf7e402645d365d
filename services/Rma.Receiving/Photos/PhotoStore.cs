using System.Security.Cryptography;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Receiving.Photos;

/// <summary>
/// Stores photos by the SHA-256 of their bytes, in a folder (<c>Photos:Folder</c>) that all replicas share. Writes are atomic, and photos
/// never change.
/// </summary>
internal sealed class PhotoStore
{
    private const int MaximumPerRecord = 20;
    private readonly string folder;

    public PhotoStore(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(this.folder);
    }

    /// <summary>The hashes of a request, sorted, each once; all photos must have been uploaded.</summary>
    /// <exception cref="InvalidInputException">Not a hash, not uploaded, or too many.</exception>
    public ValueList<string> Read(string[]? hashes)
    {
        if (hashes is { Length: > MaximumPerRecord })
            throw new InvalidInputException("photo.too-many", $"At most {MaximumPerRecord} photos.");
        foreach (var hash in hashes ?? [])
        {
            if (Find(Checked(hash)) is null)
                throw new InvalidInputException("photo.unknown", "A photo is named that was not uploaded. Upload it first.");
        }

        return [.. (hashes ?? []).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The file and type of a photo; null when it is not there.</summary>
    public (string File, PhotoType Type)? Find(string hash) =>
        PhotoType.All.Select(type => (File: FileOf(hash, type), Type: type))
            .FirstOrDefault(photo => File.Exists(photo.File)) is { File: not null } found ? found : null;

    /// <summary>Stores the upload when its hash and type are correct.</summary>
    /// <exception cref="InvalidInputException">The bytes have another hash.</exception>
    /// <returns>False when the bytes are not of this type.</returns>
    public async Task<bool> Save(string hash, PhotoType type, Stream bytes, CancellationToken ct)
    {
        var unfinished = Path.Combine(folder, $"{hash}.{Guid.CreateVersion7():N}.part");
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                await bytes.CopyToAsync(file, ct);
                file.Flush(flushToDisk: true);
                file.Position = 0;
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) != hash)
                    throw new InvalidInputException("photo.hash-mismatch", "The photo has another SHA-256 than its address says.");
                file.Position = 0;
                var start = new byte[type.Magic.Length];
                if (await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct) < start.Length
                    || !start.SequenceEqual(type.Magic)) return false;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(hash, type))!);
            File.Move(unfinished, FileOf(hash, type), overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <exception cref="InvalidInputException">Not 64 lower-case hexadecimal digits; only these may become part of a path.</exception>
    public static string Checked(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
        ? hash
        : throw new InvalidInputException("photo.hash-malformed", "A photo is named by its SHA-256: 64 lower-case hexadecimal digits.");

    private string FileOf(string hash, PhotoType type) => Path.Combine(folder, hash[..2], hash + type.Extension);
}

/// <summary>A supported image type, detected by its first bytes.</summary>
internal sealed record PhotoType(string ContentType, string Extension, byte[] Magic)
{
    public static IReadOnlyList<PhotoType> All { get; } =
    [
        new("image/jpeg", ".jpg", [0xFF, 0xD8, 0xFF]),
        new("image/png", ".png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    ];
}
