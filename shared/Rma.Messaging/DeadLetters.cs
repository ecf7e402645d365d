using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Invalid input that would fail the same way on every redelivery. It is dead-lettered with a reason; the queue continues.
/// </summary>
/// <param name="code">Stable, kebab-case: <c>message.malformed</c>, <c>feed.conflict</c>, …</param>
/// <param name="reason">A sentence for the person who has to correct it. Never the payload.</param>
public sealed class DeadLetterException(string code, string reason) : Exception(reason)
{
    public DeadLetterException() : this("message.refused", "The message was refused.") { }

    public DeadLetterException(string reason) : this("message.refused", reason) { }

    public DeadLetterException(string reason, Exception inner) : this("message.refused", reason) => _ = inner;

    public string Code { get; } = code;
}

/// <summary>A dead-lettered message.</summary>
/// <param name="Queue">The queue it came from, and returns to when replayed.</param>
/// <param name="SeenAt">When it was dead-lettered, UTC.</param>
public sealed record DeadLetter(
    Guid Id, string Queue, string? MessageId, string Code, string Reason, string? ContentType, JsonNode? Headers, string Body,
    DateTimeOffset SeenAt, DateTimeOffset? ReplayedAt, string? ReplayedBy, DateTimeOffset? SettledAt, string? SettledBy,
    string? SettledWhy, string? ReplayAskedBy, DateTimeOffset? ReplayAskedAt, string? ReplayAskedWhy, string? ReplayedWhy);

/// <summary>The dead letters of one service, in its table <c>quarantine</c>.</summary>
public sealed class DeadLetters(
    NpgsqlDataSource database, MessagingOptions options, MessageSigner signer, OutboxSignal signal, TimeProvider clock,
    ILogger<DeadLetters> log)
{
    /// <summary>The longest body (bytes) or reason (characters) that is stored; the rest is cut off.</summary>
    public const int MaximumKept = 1_048_576;

    private const string Columns =
        "id, queue, message_id, code, reason, content_type, headers, body, seen_at, replayed_at, replayed_by, settled_at, settled_by, " +
            "settled_why, replay_asked_by, replay_asked_at, replay_asked_why, replayed_why";

    /// <summary>
    /// Dead-letters a message once: a redelivery of the same bytes from the same queue is the same entry. Of a feed message its publisher
    /// is told in the same transaction.
    /// </summary>
    public async Task Add(Guid id, string queue, string? messageId, string code, string reason, string? contentType, JsonObject headers,
        byte[] body)
    {
        await using var transaction = new AmbientTransaction(database);
        transaction.Enqueue(
            """
            insert into quarantine (id, queue, message_id, code, reason, content_type, headers, body) values ($1, $2, $3, $4, $5, $6, $7,
                $8)
            on conflict (id) do update set code = excluded.code, reason = excluded.reason, seen_at = now(), replayed_at = null,
                replayed_by = null,
                replayed_why = null, replay_asked_by = null, replay_asked_at = null, replay_asked_why = null,
                settled_at = null, settled_by = null, settled_why = null
            """,
            new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = queue }, Text(messageId),
            new NpgsqlParameter<string> { TypedValue = code }, Text(reason), Text(contentType),
            new NpgsqlParameter
            {
                Value = new JsonObject(headers.Select(header => KeyValuePair.Create(
                    header.Key, (JsonNode?)Clean(header.Value?.ToString())))).ToJsonString(),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            },
            new NpgsqlParameter<byte[]> { TypedValue = body.Length > MaximumKept ? body[..MaximumKept] : body });
        var news = FeedNews.Of(options, id, queue, Clean(messageId), code, Clean(reason)!, headers, body, clock.GetUtcNow());
        if (news is not null)
        {
            var (sql, parameters) = OutboxTable.Insert([signer.Sign(news)]);
            transaction.Enqueue(sql, parameters);
        }

        await transaction.Commit();
        if (news is not null) signal.Pulse();
        log.DeadLettered(queue, code, Clean(reason)!.ReplaceLineEndings(" "));
        MessagingMetrics.Quarantined.Add(
            1, new KeyValuePair<string, object?>("queue", queue), new KeyValuePair<string, object?>("code", code));
    }

    private static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)Clean(text) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>Newest first; only the open ones unless <paramref name="all"/>.</summary>
    public async Task<IReadOnlyList<DeadLetter>> List(bool all, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from quarantine where $1 or (replayed_at is null and settled_at is null) order by seen_at desc limit $2");
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = all });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Read(command, cancellationToken);
    }

    /// <summary>What these broker users sent to these queues, newest first.</summary>
    /// <param name="all">Also what was replayed or settled.</param>
    /// <param name="after">The last of the page before; after an unknown one there is nothing.</param>
    public async Task<IReadOnlyList<DeadLetter>> OfPublisher(
        IReadOnlyList<string> users, IReadOnlyList<string> queues, bool all, Guid? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Columns} from quarantine
            where queue = any($1) and headers->>'user-id' = any($2) and ($3 or (replayed_at is null and settled_at is null))
                and ($4::uuid is null or (seen_at, id) < (select seen_at, id from quarantine where id = $4))
            order by seen_at desc, id desc limit $5
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. queues] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. users] });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = all });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Read(command, cancellationToken);
    }

    /// <summary>One message, or null.</summary>
    public async Task<DeadLetter?> Find(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from quarantine where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return (await Read(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Whether an operator let this message be replayed; null when there is no such dead letter at all.
    /// </summary>
    public async Task<bool?> WasReplayed(string queue, string? messageId, byte[] body, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select bool_or(replayed_at is not null) from quarantine where queue = $1 and body = $2
                and $3 in (replace(id::text, '-', ''), translate(lower(message_id), '-{}()', ''))
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = queue });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Guid.TryParse(messageId, out var id) ? id.ToString("N") : "" });
        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }

    /// <summary>Deletes what was settled or replayed before; what is open stays. Returns how many.</summary>
    public async Task<int> Forget(TimeSpan kept, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "delete from quarantine where ctid in (select ctid from quarantine where greatest(settled_at, replayed_at) < now() - $1 " +
                "limit 10000)");
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = kept });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<DeadLetter>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(new DeadLetter(
                reader.GetGuid(0), reader.GetString(1), Text(2), reader.GetString(3), reader.GetString(4), Text(5),
                JsonNode.Parse(reader.GetString(6)), System.Text.Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(7)),
                reader.GetFieldValue<DateTimeOffset>(8), Time(9), Text(10), Time(11), Text(12), Text(13), Text(14), Time(15),
                Text(16), Text(17)));
        }

        return messages;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }

    // PostgreSQL text cannot hold NUL; a hostile message must not be able to prevent its own dead-lettering.
    private static string? Clean(string? text) =>
        (text is { Length: > 2_000 } ? text[..2_000] : text)?.Replace("\0", "", StringComparison.Ordinal);
}
