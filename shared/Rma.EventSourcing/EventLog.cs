using Npgsql;

namespace Rma.EventSourcing;

/// <summary>An event in the global order of a service's events, as it is stored.</summary>
/// <param name="Data">The event's JSON, from <c>jsonb</c>.</param>
/// <param name="Headers">JSON, from <c>jsonb</c>.</param>
public sealed record LoggedEvent(
    long Sequence, string StreamKey, long Version, Guid Id, string Name, string Data, DateTimeOffset Timestamp, string? Headers)
{
    /// <summary>The columns of <c>mt_events</c> that <see cref="Of"/> reads, in their order.</summary>
    public const string Columns = "seq_id, stream_id, version, id, type, data, timestamp, headers";

    /// <summary>Reads these columns from this ordinal on.</summary>
    public static LoggedEvent Of(NpgsqlDataReader row, int at) => new(
        row.GetInt64(at), row.GetString(at + 1), row.GetInt64(at + 2), row.GetGuid(at + 3), row.GetString(at + 4), row.GetString(at + 5),
        row.GetFieldValue<DateTimeOffset>(at + 6), row.IsDBNull(at + 7) ? null : row.GetString(at + 7));
}

/// <summary>
/// Reads all events of a service in the order of their sequence numbers, for one named reader. Its position is a row of
/// <c>mt_event_progression</c>, written in the transaction that uses the events: each event is used exactly once.
/// </summary>
/// <remarks>
/// A sequence number is drawn before its transaction commits, so a number can be missing for two reasons: its transaction is still running,
/// or it rolled back. The reader stops at the first gap. Every transaction that could own the gap already had a transaction id, because an
/// append writes before it draws a number; so the id of the reader's next transaction, assigned by writing its position, is newer than all
/// of theirs. Once all older transactions have ended, a gap that is still there is final and skipped. Numbers and transactions are read in
/// one statement: between two, a transaction could end. (The end of a snapshot, <c>pg_snapshot_xmax</c>, is no such bound: it follows the
/// newest transaction that has ended, and a running one may be younger.) So a final gap costs two reads, and the second waits for the
/// transactions that began before it.
/// </remarks>
public sealed class EventLog(string reader)
{
    private const string PositionSql =
        """
        insert into mt_event_progression (name, last_seq_id) values ($1, 0)
        on conflict (name) do update set last_updated = transaction_timestamp() returning last_seq_id
        """;

    private const string AfterSql =
        $"""
        select pg_snapshot_xmin(now.snapshot)::text::bigint, pg_current_xact_id()::text::bigint, {LoggedEvent.Columns}
        from (select pg_current_snapshot() as snapshot) now
        left join lateral (select * from mt_events where seq_id > $1 order by seq_id limit $2) next on true
        order by seq_id
        """;

    // The transaction SeenBy saw a gap among the numbers up to here; all that could own it are older than Younger, which is zero until it
    // is known.
    private (long UpTo, long SeenBy, long Younger) watched;

    /// <summary>The name under which the position is kept.</summary>
    public string Reader => reader;

    /// <summary>How many numbers this reader has skipped because their transactions rolled back.</summary>
    public long NumbersPassedOver { get; private set; }

    /// <summary>
    /// Reads the next events, at most <paramref name="limit"/>, and moves the position past them. Another process with the same reader name
    /// waits until this transaction has ended. Empty when there is nothing new, or when the next number may still be committed.
    /// </summary>
    public async Task<IReadOnlyList<LoggedEvent>> Next(AmbientTransaction transaction, int limit, CancellationToken cancellationToken)
    {
        var position = await Position(transaction, cancellationToken);
        var (rows, oldestRunning, own) = await After(transaction, position, limit, cancellationToken);
        if (watched.Younger == 0 && own > watched.SeenBy) watched.Younger = own;
        var settled = watched.UpTo > position && watched.Younger > 0 && oldestRunning >= watched.Younger ? watched.UpTo : 0;
        var safe = new List<LoggedEvent>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Sequence != position + 1 && row.Sequence > settled)
            {
                if (watched.UpTo <= position) watched = (rows[^1].Sequence, own, 0);
                break;
            }

            NumbersPassedOver += row.Sequence - position - 1;
            safe.Add(row);
            position = row.Sequence;
        }

        if (safe.Count > 0) await Move(transaction, position, cancellationToken);
        return safe;
    }

    private async Task<long> Position(AmbientTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command(PositionSql, cancellationToken);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reader });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<(List<LoggedEvent> Rows, long OldestRunning, long Own)> After(
        AmbientTransaction transaction, long position, int limit, CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command(AfterSql, cancellationToken);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<LoggedEvent>();
        var (oldestRunning, own) = (0L, 0L);
        while (await row.ReadAsync(cancellationToken))
        {
            (oldestRunning, own) = (row.GetInt64(0), row.GetInt64(1));
            if (!await row.IsDBNullAsync(2, cancellationToken)) rows.Add(LoggedEvent.Of(row, 2));
        }

        return (rows, oldestRunning, own);
    }

    private async Task Move(AmbientTransaction transaction, long position, CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command(
            "update mt_event_progression set last_seq_id = $2 where name = $1", cancellationToken);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reader });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
