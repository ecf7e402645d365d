using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// A seal over the events after one sequence number up to another. Its digest continues the digest of the seal before, so each seal stands
/// for the whole history up to its end, and the service signs it with a key that the database does not have.
/// </summary>
/// <param name="Events">How many events there are from the beginning up to <paramref name="UpTo"/>.</param>
/// <param name="Members">For each event its sequence number (8 bytes, big-endian) and the first 8 bytes of its hash.</param>
/// <param name="Digest">SHA-256 over the digest before, and for each event its sequence number and its hash.</param>
/// <param name="SealedAt">UTC, in whole microseconds.</param>
public sealed record HistorySeal(
    long After, long UpTo, long Events, byte[] Members, byte[] Digest, DateTimeOffset SealedAt, string Signature)
{
    /// <summary>The columns of <c>history_seals</c> that <see cref="Of"/> reads, in their order.</summary>
    public const string Columns = "after, upto, events, members, digest, sealed_at, signature";

    private const string Version = "rma-history-1";
    private const int MemberBytes = 16, NumberBytes = 8;

    /// <summary>Reads these columns.</summary>
    public static HistorySeal Of(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4),
        row.GetFieldValue<DateTimeOffset>(5), row.GetString(6));

    /// <summary>The digest that the first seal of a service continues.</summary>
    /// <param name="lastUnproven">The last sequence number of a release that did not prove its events.</param>
    public static byte[] Beginning(string service, long lastUnproven) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}\n{service}\n{lastUnproven}")));

    /// <summary>The seal of these events.</summary>
    /// <param name="events">Sequence numbers, ascending, and hashes; at least one.</param>
    /// <param name="sign">Signs the text of the seal.</param>
    public static HistorySeal Continue(
        string service, long after, long eventsBefore, byte[] digestBefore, IReadOnlyList<(long Sequence, byte[] Hash)> events,
        DateTimeOffset now, Func<byte[], string> sign)
    {
        var seal = new HistorySeal(after, events[^1].Sequence, eventsBefore + events.Count, MembersOf(events),
            DigestOf(digestBefore, events), WholeMicroseconds(now), "");
        return seal with { Signature = sign(seal.SignedText(service)) };
    }

    /// <summary>What the service signs: version, service, last number, number of events, digest in hex, time; one line each.</summary>
    public byte[] SignedText(string service) => SignedText(service, UpTo, Events, Convert.ToHexStringLower(Digest), SealedAt);

    /// <summary>The same of an anchor, which finance received.</summary>
    public static byte[] SignedText(string service, long upTo, long events, string digest, DateTimeOffset sealedAt) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{Version}\n{service}\n{upTo}\n{events}\n{digest}\n{sealedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z"));

    /// <summary>The digest over these events after another.</summary>
    public static byte[] DigestOf(byte[] before, IEnumerable<(long Sequence, byte[] Hash)> events)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        foreach (var (sequence, each) in events)
        {
            hash.AppendData(Number(sequence));
            hash.AppendData(each);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The sequence numbers it covers, each with the beginning of the event's hash.</summary>
    public IEnumerable<(long Sequence, byte[] HashBegins)> Sealed()
    {
        for (var at = 0; at + MemberBytes <= Members.Length; at += MemberBytes)
            yield return (BinaryPrimitives.ReadInt64BigEndian(Members.AsSpan(at)), Members[(at + NumberBytes)..(at + MemberBytes)]);
    }

    private static byte[] MembersOf(IEnumerable<(long Sequence, byte[] Hash)> events) =>
        [.. events.SelectMany(each => Number(each.Sequence).Concat(each.Hash.Take(MemberBytes - NumberBytes)))];

    private static byte[] Number(long sequence)
    {
        var bytes = new byte[NumberBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sequence);
        return bytes;
    }

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
