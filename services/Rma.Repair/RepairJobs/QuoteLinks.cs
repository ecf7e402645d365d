using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Rma.Repair.RepairJobs;

/// <summary>The content of a link: one version of one job's quote, until it expires.</summary>
public sealed record QuoteLink(Guid RepairJobId, int QuoteVersion, DateTimeOffset ExpiresAt);

/// <summary>
/// Links for answering a quote without an account: the link is the credential, so it is signed, bound to one version and expires.
/// </summary>
internal sealed class QuoteLinks(byte[] key)
{
    private const int PayloadLength = 16 + 4 + 8;
    private const int TokenLength = (PayloadLength + HMACSHA256.HashSizeInBytes) / 3 * 4;
    private static readonly byte[] Context = Encoding.ASCII.GetBytes("rma quote link 1:");

    /// <summary>The links of this service, signed with the key in the file <c>Quotes:LinkKeyFile</c>.</summary>
    /// <exception cref="InvalidOperationException">The key is missing outside Development, or is too short for signing.</exception>
    public static QuoteLinks From(IConfiguration configuration)
    {
        if (configuration["Quotes:LinkKeyFile"] is { Length: > 0 } file)
            return Encoding.UTF8.GetBytes(File.ReadAllText(file).Trim()) is { Length: >= 32 } written
                && written.Distinct().Count() >= 8
                ? new(written)
                : throw new InvalidOperationException("The key in Quotes:LinkKeyFile has to have at least 32 random characters.");
        return configuration[HostDefaults.EnvironmentKey] == Environments.Development
            ? new(SHA256.HashData("a key for developing, known to everybody"u8))
            : throw new InvalidOperationException("Quotes:LinkKeyFile is not set: quotes cannot be answered by link.");
    }

    /// <summary>The path of a link.</summary>
    public string PathOf(Guid repairJobId, int quoteVersion, DateTimeOffset expiresAt) =>
        $"/quote-links/{TokenOf(new(repairJobId, quoteVersion, expiresAt))}";

    /// <summary>The link of a token; null when its signature is invalid or it has expired.</summary>
    public QuoteLink? Read(string token, DateTimeOffset now)
    {
        Span<byte> raw = stackalloc byte[PayloadLength + HMACSHA256.HashSizeInBytes];
        if (token.Length != TokenLength || !Base64Url.IsValid(token) || Base64Url.DecodeFromChars(token, raw) != raw.Length) return null;
        if (!CryptographicOperations.FixedTimeEquals(raw[PayloadLength..], Signature(raw[..PayloadLength]))) return null;
        var link = new QuoteLink(
            new Guid(raw[..16], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(raw[16..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(raw[20..])));
        return link.ExpiresAt > now ? link : null;
    }

    private string TokenOf(QuoteLink link)
    {
        Span<byte> payload = stackalloc byte[PayloadLength];
        link.RepairJobId.TryWriteBytes(payload, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(payload[16..], link.QuoteVersion);
        BinaryPrimitives.WriteInt64BigEndian(payload[20..], link.ExpiresAt.ToUnixTimeSeconds());
        return Base64Url.EncodeToString([.. payload, .. Signature(payload)]);
    }

    private byte[] Signature(ReadOnlySpan<byte> payload) => HMACSHA256.HashData(key, (byte[])[.. Context, .. payload]);
}
