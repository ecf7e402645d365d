using System.Security.Cryptography;
using System.Text;
using Rma.ServiceDefaults;

namespace Rma.Issuance.People;

/// <summary>
/// A text about a person as it is stored: <c>sealed:&lt;key&gt;:&lt;Base64&gt;</c>, encrypted with AES-GCM under the person's key. The
/// member that holds it is authenticated with it, so that a street cannot be shown as a name.
/// </summary>
internal static class SealedText
{
    private const string Prefix = "sealed:";

    /// <summary>Encrypts; null stays null.</summary>
    public static string? Seal(string? text, Guid keyId, byte[] key, string member) =>
        text is null ? null : $"{Prefix}{keyId:N}:{SealedBox.Close(key, text, Bound(keyId, member))}";

    /// <summary>The key a stored text needs; null when it is stored as it was given, by a release before keys.</summary>
    public static Guid? KeyOf(string? stored) =>
        stored is not null && stored.StartsWith(Prefix, StringComparison.Ordinal) && stored.Length > Prefix.Length + 33
            && Guid.TryParseExact(stored.AsSpan(Prefix.Length, 32), "N", out var keyId) ? keyId : null;

    /// <summary>Decrypts. A text that is not sealed comes back as it is; null without the key.</summary>
    /// <exception cref="CryptographicException">It was changed, or is not this member's.</exception>
    public static string? Open(string? stored, byte[]? key, string member) => KeyOf(stored) is not { } keyId ? stored
        : key is null ? null : SealedBox.Open(key, stored![(Prefix.Length + 33)..], Bound(keyId, member));

    private static byte[] Bound(Guid keyId, string member) => Encoding.UTF8.GetBytes($"{keyId:N}/{member}");
}
