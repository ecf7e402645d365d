using Npgsql;

namespace Rma.EventSourcing;

/// <summary>The history is not the one that was sealed: it went back, or seals or the position were changed by somebody else.</summary>
public sealed class HistoryBrokenException(string message) : Exception(message)
{
    public HistoryBrokenException() : this("The history is not the one that was sealed.") { }

    public HistoryBrokenException(string message, Exception inner) : this(message) => _ = inner;
}

/// <summary>Seals the events of a service in their global order, each once, whichever replica does it.</summary>
/// <param name="service">The service's short name.</param>
/// <param name="sign">Signs the text of a seal.</param>
public sealed class HistorySealer(string service, TimeProvider clock, Func<byte[], string> sign)
{
    /// <summary>The name under which its position is kept.</summary>
    public const string Reader = "history";

    /// <summary>Events of one seal, at most.</summary>
    public const int Most = 1_000;

    private const string BeforeSql =
        """
        select coalesce((select last_seq_id from mt_event_progression where name = 'history' for update), 0), last_unproven
        from history_began
        """;

    private const string InsertSql =
        """
        insert into history_seals (after, upto, events, members, digest, sealed_at, signature)
        values ($1, $2, $3, $4, $5, $6, $7)
        """;

    private readonly EventLog log = new(Reader);

    // The last seal that this process has seen: a history that ends before it went back.
    private long seen;

    /// <summary>Seals the next events in this transaction; null when there are none, or when the next may still be committed.</summary>
    /// <exception cref="HistoryBrokenException">The last seal is not where it should be.</exception>
    public async Task<HistorySeal?> SealNext(AmbientTransaction transaction, CancellationToken cancellationToken)
    {
        var (position, lastUnproven) = await Before(transaction, cancellationToken);
        var last = await Last(transaction, cancellationToken);
        if ((last?.UpTo ?? 0) != position)
            throw new HistoryBrokenException($"The last seal ends at {last?.UpTo ?? 0}, but events up to {position} were sealed.");
        if (position < seen) throw new HistoryBrokenException($"The history ends at {position}; events up to {seen} were sealed before.");
        seen = position;
        var events = await log.Next(transaction, Most, cancellationToken);
        if (events.Count == 0) return null;

        var seal = HistorySeal.Continue(service, position, last?.Events ?? 0, last?.Digest ?? HistorySeal.Beginning(service, lastUnproven),
            [.. events.Select(each => (each.Sequence, EventProof.HashOf(each)))], clock.GetUtcNow(), sign);
        transaction.Enqueue(InsertSql,
            new NpgsqlParameter<long> { TypedValue = seal.After }, new NpgsqlParameter<long> { TypedValue = seal.UpTo },
            new NpgsqlParameter<long> { TypedValue = seal.Events }, new NpgsqlParameter<byte[]> { TypedValue = seal.Members },
            new NpgsqlParameter<byte[]> { TypedValue = seal.Digest }, new NpgsqlParameter<DateTimeOffset> { TypedValue = seal.SealedAt },
            new NpgsqlParameter<string> { TypedValue = seal.Signature });
        return seal;
    }

    /// <summary>The last seal, or null.</summary>
    public static Task<HistorySeal?> Last(AmbientTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Read($"select {HistorySeal.Columns} from history_seals order by upto desc limit 1", [],
            async row => await row.ReadAsync(cancellationToken) ? HistorySeal.Of(row) : null, cancellationToken);

    private static Task<(long Position, long LastUnproven)> Before(AmbientTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Read(BeforeSql, [], async row =>
        {
            if (!await row.ReadAsync(cancellationToken)) throw new HistoryBrokenException("The row of history_began is missing.");
            return (row.GetInt64(0), row.GetInt64(1));
        }, cancellationToken);
}
