using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Rma.Console.SignIn;

/// <summary>An id that only a browser holds: the database knows it by its digest, so that whoever reads that opens nothing.</summary>
internal static class SecretId
{
    /// <summary>A new one.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Its digest.</summary>
    public static byte[] Digest(string id) => SHA256.HashData(Encoding.ASCII.GetBytes(id));
}
