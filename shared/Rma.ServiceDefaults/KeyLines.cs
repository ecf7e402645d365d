using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Rma.ServiceDefaults;

/// <summary>
/// Keys of a file, one a line: the first one encrypts, all decrypt. A key is changed by adding the new one in front and restarting.
/// </summary>
public sealed class KeyLines
{
    private readonly string setting;
    private readonly Dictionary<string, byte[]> keys = [];
    private readonly string current = null!;

    private KeyLines(string setting, string purpose, IEnumerable<byte[]> written)
    {
        this.setting = setting;
        foreach (var text in written)
        {
            var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, text, 32, info: Encoding.ASCII.GetBytes(purpose));
            var id = Convert.ToHexStringLower(SHA256.HashData(key))[..8];
            current ??= id;
            keys[id] = key;
        }
    }

    /// <summary>How a text begins that the first key encrypted.</summary>
    public string Current => $"v1:{current}:";

    /// <summary>The keys of the file that a setting names; in Development, without a file, one that everybody knows.</summary>
    /// <param name="purpose">Other keys are derived of the same line for another purpose.</param>
    /// <param name="what">What cannot be encrypted without them.</param>
    /// <exception cref="InvalidOperationException">There is no key outside Development, or one is too short.</exception>
    public static KeyLines From(IConfiguration configuration, bool development, string setting, string purpose, string what)
    {
        if (configuration[setting] is { Length: > 0 } file)
        {
            var lines = File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
            return lines.Length > 0 && lines.All(line => line.Length >= 32 && line.Distinct().Count() >= 8)
                ? new(setting, purpose, lines.Select(Encoding.UTF8.GetBytes))
                : throw new InvalidOperationException($"Each line in {setting} has to have at least 32 random characters.");
        }

        return development ? new(setting, purpose, ["a key for developing, known to everybody"u8.ToArray()])
            : throw new InvalidOperationException($"{setting} is not set: {what} cannot be encrypted.");
    }

    /// <summary>Encrypts with the first key.</summary>
    /// <param name="belongsTo">The row that holds it.</param>
    public string Close(string text, byte[] belongsTo) => Current + SealedBox.Close(keys[current], text, belongsTo);

    /// <summary>Whether a text is one that was encrypted.</summary>
    public static bool IsClosed(string stored) => stored.Split(':') is ["v1", _, _];

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">Its key is not there any more, or it was changed.</exception>
    public string Open(string stored, byte[] belongsTo) =>
        stored.Split(':') is ["v1", var id, var text] && keys.TryGetValue(id, out var key) ? SealedBox.Open(key, text, belongsTo)
            : throw new CryptographicException($"{setting} has no such key.");
}
