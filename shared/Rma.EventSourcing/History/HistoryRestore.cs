using System.Globalization;
using System.Text;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// A restore of a service's database to an earlier moment. It explains why events that were sealed, and of which finance was told, are not
/// there any more; the service signs it, so that nobody can explain a removal away.
/// </summary>
/// <param name="Number">1 for the first.</param>
/// <param name="LastEvent">The last sequence number that the restored history has.</param>
public sealed record HistoryRestore(
    int Number, DateTimeOffset RestoredTo, DateTimeOffset RestoredAt, long LastEvent, string Reason, string Signature)
{
    /// <summary>The columns of <c>history_restores</c> that <see cref="Read"/> reads, in their order.</summary>
    public const string Columns = "number, restored_to, restored_at, last_event, reason, signature";

    private const string Version = "rma-restore-1";

    /// <summary>A signed restore.</summary>
    /// <param name="sign">Signs its text.</param>
    public static HistoryRestore Of(
        string service, int number, DateTimeOffset to, DateTimeOffset at, long lastEvent, string reason, Func<byte[], string> sign)
    {
        var restore = new HistoryRestore(number, WholeMicroseconds(to), WholeMicroseconds(at), lastEvent, reason, "");
        return restore with { Signature = sign(restore.SignedText(service)) };
    }

    /// <summary>Reads these columns.</summary>
    public static HistoryRestore Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(3), row.GetString(4),
        row.GetString(5));

    /// <summary>What the service signs, one line each.</summary>
    public byte[] SignedText(string service) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{Version}\n{service}\n{Number}\n{Time(RestoredTo)}\n{Time(RestoredAt)}\n{LastEvent}\n{Reason}"));

    /// <summary>Whether a seal over events up to this number, made then, belongs to what this restore left behind.</summary>
    public bool Explains(long upTo, DateTimeOffset sealedAt) => upTo > LastEvent && sealedAt <= RestoredAt;

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset time) =>
        time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
