using System.Security.Cryptography;
using System.Text;

namespace Rma.ServiceDefaults;

/// <summary>
/// A text that is stored encrypted: AES-256-GCM, as Base64 of nonce, text and tag. What it belongs to is authenticated with it, so that it
/// opens nowhere else.
/// </summary>
public static class SealedBox
{
    private const int NonceBytes = 12, TagBytes = 16;

    /// <summary>Encrypts.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="belongsTo">The row or member that holds it.</param>
    public static string Close(byte[] key, string text, byte[] belongsTo)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(
            box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length), belongsTo);
        return Convert.ToBase64String(box);
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="CryptographicException">The key is another one, it was changed, or it belongs to something else.</exception>
    public static string Open(byte[] key, string stored, byte[] belongsTo)
    {
        var box = Convert.FromBase64String(stored);
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(
            box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length), plain, belongsTo);
        return Encoding.UTF8.GetString(plain);
    }
}
