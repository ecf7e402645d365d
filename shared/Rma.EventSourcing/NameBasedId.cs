using System.Security.Cryptography;
using System.Text;

namespace Rma.EventSourcing;

/// <summary>Name-based ids (UUID version 5, RFC 9562): the same name gives the same id, so a resend has the same id.</summary>
public static class NameBasedId
{
    private static readonly byte[] Namespace = new Guid("6f1d2a0c-8f0e-5d6e-9b35-52a1c0de0a11").ToByteArray(bigEndian: true);

    /// <summary>The id of a name within the platform's own namespace.</summary>
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // UUID version 5 is defined on SHA-1; this is naming, not protection.
        SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
