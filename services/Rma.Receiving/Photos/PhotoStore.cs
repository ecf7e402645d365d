using System.Security.Cryptography;
using Rma.EventSourcing;

namespace Rma.Receiving.Photos;

/// <summary>
/// Keeps photos in a folder (<c>Photos:Folder</c>) that all replicas share, by the SHA-256 of the bytes that were sent. What is kept is
/// their pixels, written anew (<see cref="PhotoPixels"/>); files of earlier releases are as they were sent. Writes are atomic.
/// </summary>
internal sealed class PhotoStore
{
    private readonly string folder;

    public PhotoStore(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(this.folder);
    }

    /// <summary>The file and type of a photo; null when it is not there.</summary>
    public (string File, PhotoType Type)? Find(string hash) =>
        PhotoType.All.Select(type => (File: FileOf(hash, type), Type: type))
            .FirstOrDefault(photo => File.Exists(photo.File)) is { File: not null } found ? found : null;

    /// <summary>Receives an upload into a file of its own, which whoever holds it deletes by disposing of it.</summary>
    /// <exception cref="InvalidInputException">The bytes have another hash.</exception>
    /// <returns>Null when the bytes are not of this type.</returns>
    public async Task<Unfinished?> Receive(string hash, PhotoType type, Stream bytes, CancellationToken ct)
    {
        var upload = new Unfinished(NewFile(hash));
        try
        {
            await using var file = new FileStream(upload.File, FileMode.CreateNew, FileAccess.ReadWrite);
            await bytes.CopyToAsync(file, ct);
            file.Position = 0;
            if (await Sha256(file, ct) != hash)
                throw new InvalidInputException("photo.hash-mismatch", "The photo has another SHA-256 than its address says.");
            file.Position = 0;
            var start = new byte[type.Magic.Length];
            if (await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct) == start.Length
                && start.SequenceEqual(type.Magic)) return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }

        upload.Dispose();
        return null;
    }

    /// <summary>A file that does not exist yet, for the pixels of a photo.</summary>
    public Unfinished Unfinished(string hash) => new(NewFile(hash));

    /// <summary>Puts a finished file in its place.</summary>
    public void Keep(string hash, PhotoType type, Unfinished finished)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(hash, type))!);
        File.Move(finished.File, FileOf(hash, type), overwrite: true);
    }

    /// <summary>Removes a photo.</summary>
    public void Remove(string hash)
    {
        foreach (var type in PhotoType.All) File.Delete(FileOf(hash, type));
    }

    /// <summary>All photos with the time at which they were stored, folder by folder.</summary>
    public IEnumerable<(string Hash, DateTimeOffset StoredAt)[]> All() => Directory.EnumerateDirectories(folder).Select(below =>
        new DirectoryInfo(below).EnumerateFiles().Where(file => IsHash(Path.GetFileNameWithoutExtension(file.Name)))
            .Select(file => (Path.GetFileNameWithoutExtension(file.Name), new DateTimeOffset(file.LastWriteTimeUtc))).ToArray());

    /// <summary>Removes what uploads left that were broken off, by the file's own time.</summary>
    public void RemoveUnfinished(DateTimeOffset before)
    {
        foreach (var left in new DirectoryInfo(folder).EnumerateFiles("*.part"))
        {
            if (new DateTimeOffset(left.LastWriteTimeUtc) < before) left.Delete();
        }
    }

    /// <summary>The SHA-256 of a file.</summary>
    public static async Task<string> Sha256(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        return await Sha256(stream, ct);
    }

    /// <exception cref="InvalidInputException">Not 64 lower-case hexadecimal digits; only these may become part of a path.</exception>
    public static string Checked(string hash) => IsHash(hash) ? hash
        : throw new InvalidInputException("photo.hash-malformed", "A photo is named by its SHA-256: 64 lower-case hexadecimal digits.");

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static async Task<string> Sha256(Stream stream, CancellationToken ct) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));

    private string NewFile(string hash) => Path.Combine(folder, $"{hash}.{Guid.CreateVersion7():N}.part");

    private string FileOf(string hash, PhotoType type) => Path.Combine(folder, hash[..2], hash + type.Extension);
}

/// <summary>A file that is not finished; it is gone when this is disposed of, unless it was moved.</summary>
internal sealed record Unfinished(string File) : IDisposable
{
    public void Dispose() => System.IO.File.Delete(File);
}
