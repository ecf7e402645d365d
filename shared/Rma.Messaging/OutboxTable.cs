using System.Text.Json.Nodes;
using Npgsql;
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
    private const string ClaimSql =
        """
        select seq, message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, attempts from outbox
        where parked_at is null and visible_at <= $1 and retry_at <= now()
        order by visible_at, seq limit $2 for update skip locked
        """;

    /// <summary>Adds one message outside of a step.</summary>
    internal static NpgsqlBatchCommand Insert(OutboxRow row) => new(
        """
        insert into outbox (message_id, exchange, routing_key, content_type, headers, body, mandatory, visible_at)
        values ($1, $2, $3, $4, $5, $6, $7, '-infinity')
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = row.MessageId }, new NpgsqlParameter<string> { TypedValue = row.Exchange },
            new NpgsqlParameter<string> { TypedValue = row.RoutingKey }, new NpgsqlParameter<string> { TypedValue = row.ContentType },
            new NpgsqlParameter { Value = row.Headers.ToJsonString(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb },
            new NpgsqlParameter<byte[]> { TypedValue = row.Body }, new NpgsqlParameter<bool> { TypedValue = row.Mandatory },
        },
    };

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
    /// Deletes sent rows. This commit does not wait for the disk: if it were lost, the rows would be sent again, and consumers ignore the
    /// duplicates.
    /// </summary>
    internal static void Delete(AmbientTransaction transaction, IReadOnlyCollection<long> sent)
    {
        if (sent.Count == 0) return;
        transaction.Enqueue("set local synchronous_commit = off");
        transaction.Enqueue("delete from outbox where seq = any($1)", new NpgsqlParameter<long[]> { TypedValue = [.. sent] });
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
