using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>Number and age of the messages in the outbox.</summary>
public sealed record OutboxBacklog(long Pending, TimeSpan OldestAge, long Parked, long Scheduled);

internal sealed record ClaimedRow(
    long Seq, Guid MessageId, string Exchange, string RoutingKey, string ContentType, JsonObject Headers, byte[] Body, bool Mandatory,
    string? TraceParent, int Attempts);

/// <summary>
/// The outbox table for the dispatcher. Rows stay locked while they are being sent; the locks of a dispatcher that dies are released at
/// once.
/// </summary>
public sealed class OutboxTable(NpgsqlDataSource database, TimeProvider clock)
{
    private const string InsertSql =
        """
        insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, visible_at, kept)
        select message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, coalesce(visible_at, '-infinity'),
            kept
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bytea[], $7::boolean[], $8::text[],
                $9::timestamptz[], $10::boolean[])
             with ordinality as rows (message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, visible_at,
                 kept, ordinal)
        order by ordinal
        """;

    private const string ClaimSql =
        """
        select seq, message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, attempts from outbox
        where parked_at is null and visible_at <= $1 and retry_at <= now()
        order by visible_at, seq limit $2 for update skip locked
        """;

    private const string SentSql =
        """
        with sent as (delete from outbox where seq = any($1)
            returning message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, kept)
        insert into sent_messages (message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent)
        select message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent from sent where kept
        on conflict do nothing
        """;

    /// <summary>Adds signed rows, in their order.</summary>
    internal static (string Sql, NpgsqlParameter[] Parameters) Insert(IReadOnlyList<OutboxRow> rows)
    {
        return (InsertSql,
        [
            Column(NpgsqlDbType.Uuid, row => row.MessageId), Column(NpgsqlDbType.Text, row => row.Exchange),
            Column(NpgsqlDbType.Text, row => row.RoutingKey), Column(NpgsqlDbType.Text, row => row.ContentType),
            Column(NpgsqlDbType.Jsonb, row => row.Headers.ToJsonString()), Column(NpgsqlDbType.Bytea, row => row.Body),
            Column(NpgsqlDbType.Boolean, row => row.Mandatory), Column(NpgsqlDbType.Text, row => row.TraceParent),
            Column(NpgsqlDbType.TimestampTz, row => row.VisibleAt?.UtcDateTime), Column(NpgsqlDbType.Boolean, row => row.IsKept),
        ]);

        NpgsqlParameter Column<TValue>(NpgsqlDbType type, Func<OutboxRow, TValue> value) =>
            new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    internal async Task<List<ClaimedRow>> Claim(AmbientTransaction transaction, int limit, CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command(ClaimSql, cancellationToken);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<ClaimedRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new ClaimedRow(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                JsonNode.Parse(reader.GetString(5))!.AsObject(), reader.GetFieldValue<byte[]>(6), reader.GetBoolean(7),
                reader.IsDBNull(8) ? null : reader.GetString(8), reader.GetInt32(9)));
        }

        return rows;
    }

    /// <summary>
    /// Deletes sent rows, and keeps those that no stored event yields again. This commit does not wait for the disk: if it were lost, the
    /// rows would be sent again, and consumers ignore the duplicates.
    /// </summary>
    internal static void Delete(AmbientTransaction transaction, IReadOnlyCollection<long> sent)
    {
        if (sent.Count == 0) return;
        transaction.Enqueue("set local synchronous_commit = off");
        transaction.Enqueue(SentSql, new NpgsqlParameter<long[]> { TypedValue = [.. sent] });
    }

    /// <summary>
    /// Backs off, doubling from one second to five minutes; after <paramref name="parkAfter"/> attempts the row is parked until an operator
    /// retries it.
    /// </summary>
    internal static void Fail(AmbientTransaction transaction, ClaimedRow row, string error, int parkAfter) => transaction.Enqueue(
        """
        update outbox set attempts = attempts + 1, last_error = $2, retry_at = now() + least(power(2, least(attempts, 10)),
            300) * interval '1 second',
            parked_at = case when attempts + 1 >= $3 then now() end
        where seq = $1
        """,
        new NpgsqlParameter<long> { TypedValue = row.Seq },
        new NpgsqlParameter<string> { TypedValue = error.Length > 500 ? error[..500] : error },
        new NpgsqlParameter<int> { TypedValue = parkAfter });

    /// <summary>What is pending now.</summary>
    public async Task<OutboxBacklog> Backlog(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select count(*) filter (where parked_at is null and visible_at <= $1),
                   coalesce(extract(epoch from now() - min(greatest(created_at, retry_at))
                       filter (where parked_at is null and visible_at = '-infinity' and isfinite(greatest(created_at, retry_at)))),
                           0)::float8,
                   count(*) filter (where parked_at is not null),
                   count(*) filter (where parked_at is null and visible_at > $1)
            from outbox
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OutboxBacklog(reader.GetInt64(0), TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(1))), reader.GetInt64(2),
            reader.GetInt64(3));
    }
}
