using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Rma.EventSourcing.Npgsql;

/// <summary>
/// The event store in plain SQL, on the tables of Marten 9 with string stream identity (see <c>Migrations/0001-events.sql</c>).
/// </summary>
public sealed class NpgsqlEventStore(AmbientTransaction transaction, EventNames names) : IEventStore
{
    private const string ReadSql =
        "select seq_id, stream_id, version, id, type, data, timestamp, headers from mt_events where stream_id = $1 order by version";

    // The stream row is written first and guards the rest: without it no sequence number is drawn (a failed append leaves no gap), and its
    // lock makes a second writer wait for the first commit.
    private const string InsertEvents =
        """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers)
        select nextval('mt_events_sequence'), fresh.id, $1, $2 + fresh.ordinal, fresh.data, fresh.type, fresh.timestamp, '*DEFAULT*',
            fresh.dotnet, fresh.headers
        from (select * from unnest($4::uuid[], $5::jsonb[], $6::varchar[], $7::timestamptz[], $8::varchar[], $9::jsonb[])
              with ordinality as rows (id, data, type, timestamp, dotnet, headers, ordinal)
              where exists (select 1 from stream)
              order by ordinal) as fresh
        """;

    private const string StartSql =
        $"""
        with stream as (
            insert into mt_streams (id, type, version, timestamp, created, tenant_id) values ($1, null, $2 + $3, now(), now(), '*DEFAULT*')
            on conflict (id) do nothing returning id)
        {InsertEvents}
        """;

    private const string ContinueSql =
        $"""
        with stream as (
            update mt_streams set version = $2 + $3, timestamp = now() where id = $1 and version = $2 and not is_archived returning id)
        {InsertEvents}
        """;

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken) =>
        transaction.Read<IReadOnlyList<StoredEvent>>(
        ReadSql, [new NpgsqlParameter<string> { TypedValue = streamKey }], async rows =>
        {
            var events = new List<StoredEvent>();
            while (await rows.ReadAsync(cancellationToken)) events.Add(EventRow.Read(rows, names, 0));
            return events;
        }, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> Append(
        string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<string> { TypedValue = streamKey },
            new NpgsqlParameter<long> { TypedValue = expectedVersion },
            new NpgsqlParameter<long> { TypedValue = events.Count },
            Column(NpgsqlDbType.Uuid, e => e.Id),
            Column(NpgsqlDbType.Jsonb, e => JsonSerializer.Serialize(e.Body, e.Body.GetType(), EventNames.Json)),
            Column(NpgsqlDbType.Varchar, e => names.NameOf(e.Body.GetType())),
            Column(NpgsqlDbType.TimestampTz, e => e.Timestamp.UtcDateTime),
            Column(NpgsqlDbType.Varchar, e => $"{e.Body.GetType().FullName}, {e.Body.GetType().Assembly.GetName().Name}"),
            Column(NpgsqlDbType.Jsonb, e => e.Headers.ToJsonString()),
        ];
        return await transaction.Write(expectedVersion == 0 ? StartSql : ContinueSql, parameters, cancellationToken) == events.Count;

        NpgsqlParameter Column<T>(NpgsqlDbType type, Func<NewEvent, T> value) =>
            new() { Value = events.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
