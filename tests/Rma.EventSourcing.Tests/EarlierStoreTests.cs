using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Rma.EventSourcing.Tests;

/// <summary>
/// Streams written by the store in straight SQL, which earlier versions could be built with, are read and continued (decision 15).
/// </summary>
public sealed class EarlierStoreTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);

    private static readonly TallyEvent[] History =
    [
        new Counted(1, "Kühlschrank 冷蔵庫 🎥 \"q\" \\ \u202E", 1_349.990m), new Counted(2, null, -0.01m),
        new Counted(3, "", decimal.MaxValue), new Closed(Monday.AddTicks(10)),
    ];

    // The statements of that store, kept as they were.
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

    [Fact]
    public async Task What_it_wrote_is_read_and_continued()
    {
        await Write("earlier", 0, History[..1]);
        await Write("earlier", 1, History[1..2]);
        Assert.Equal(History[..2], (await Read("earlier")).Select(stored => (TallyEvent)stored.Body));
        Assert.True(await database.Commit("earlier", 2,
            [.. History[2..].Select((body, at) => new NewEvent(NameBasedId.Of($"earlier/{at + 2}"), body, Monday, []))]));
        var read = await Read("earlier");
        Assert.Equal(History, read.Select(stored => (TallyEvent)stored.Body));
        Assert.Equal([1L, 2L, 3L, 4L], read.Select(stored => stored.Version));
        Assert.All(read.Take(2), stored =>
            Assert.Equal((Monday, "Åda"), (stored.Timestamp, stored.Headers!["actor"]!.GetValue<string>())));
        Assert.False(await database.Commit("earlier", 2, new NewEvent(NameBasedId.Of("earlier/late"), new Counted(9), Monday, [])));
    }

    private async Task<IReadOnlyList<StoredEvent>> Read(string key)
    {
        var (transaction, store) = database.Scope();
        await using (transaction) return await store.Read(key, None);
    }

    private async Task Write(string key, long version, TallyEvent[] events)
    {
        await using var transaction = new AmbientTransaction(database.Source);
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<string> { TypedValue = key },
            new NpgsqlParameter<long> { TypedValue = version },
            new NpgsqlParameter<long> { TypedValue = events.Length },
            Column(NpgsqlDbType.Uuid, (_, at) => NameBasedId.Of($"{key}/{version + at}")),
            Column(NpgsqlDbType.Jsonb, (body, _) => JsonSerializer.Serialize(body, body.GetType(), EventNames.Json)),
            Column(NpgsqlDbType.Varchar, (body, _) => EventDatabase.Names.NameOf(body.GetType())),
            Column(NpgsqlDbType.TimestampTz, (_, _) => Monday.UtcDateTime),
            Column(NpgsqlDbType.Varchar, (body, _) => $"{body.GetType().FullName}, {body.GetType().Assembly.GetName().Name}"),
            Column(NpgsqlDbType.Jsonb, (_, _) => """{"actor":"Åda"}"""),
        ];
        Assert.Equal(events.Length, await transaction.Write(version == 0 ? StartSql : ContinueSql, parameters, None));
        await transaction.Commit();

        NpgsqlParameter Column<T>(NpgsqlDbType type, Func<TallyEvent, int, T> value) =>
            new() { Value = events.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
