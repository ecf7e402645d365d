using Dapper;
using Npgsql;
using NpgsqlTypes;
using Rma.EventSourcing;

namespace Rma.Console.Facts;

/// <summary>The facts as they are kept: each message once, by its id.</summary>
internal static class HeardTable
{
    private const string PastSql =
        """
        insert into heard (slot, message_id, type, rma_id, return_id, at, actor, body)
        select $8, message_id, type, rma_id, return_id, at, actor, body from unnest($1, $2, $3, $4, $5, $6, $7)
            as said (message_id, type, rma_id, return_id, at, actor, body)
        on conflict (slot, message_id) do update set body = excluded.body, actor = excluded.actor, rma_id = excluded.rma_id,
            return_id = excluded.return_id
        """;

    private const string Columns = "message_id, type, at, actor, body::text";

    // A move names its return only; the other facts of the return say which request it belongs to.
    private const string OfRequestsSql =
        $"""
        select rma_id as request, {Columns} from heard where slot = @slot and rma_id = any(@rmaIds)
        union all
        select known.rma_id, message_id, type, at, actor, body::text from heard
            join (select distinct return_id, rma_id from heard
                where slot = @slot and rma_id = any(@rmaIds) and return_id is not null) known using (return_id)
            where slot = @slot and heard.rma_id is null
        """;

    private const string OfReturnSql =
        $"""
        select {Columns} from heard where slot = @slot and (return_id = @returnId or rma_id = @rmaId and return_id is null)
        """;

    private const string HearSql =
        """
        insert into heard (slot, message_id, type, rma_id, return_id, at, actor, body)
        select slot, message_id, type, rma_id, return_id, at, actor, body
        from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::jsonb[])
                as said (message_id, type, rma_id, return_id, at, actor, body),
            read_side, unnest(array[active, building]) as slot
        where slot is not null order by slot, message_id
        on conflict do nothing
        returning message_id, slot = (select active from read_side)
        """;

    private const int HeardColumns = 2;

    // Of a return: its own facts, and those of its request as a whole; of a request: all of them. Nothing for what belongs to none.
    private const string AboutSql =
        """
        with slots as (select slot, slot = active as is_active from read_side, unnest(array[active, building]) as slot
            where slot is not null),
        theirs as (select distinct rma_id from heard where slot = (select active from read_side) and return_id = any($1)
            and rma_id is not null and rma_id <> all($2))
        select slots.slot, is_active, message_id, type, at, actor, body::text from slots left join lateral (
            select * from heard where heard.slot = slots.slot and return_id = any($1)
            union all
            select * from heard where heard.slot = slots.slot and return_id is null and rma_id in (select rma_id from theirs)
            union all
            select * from heard where heard.slot = slots.slot and rma_id = any($2) and (return_id is null or return_id <> all($1))
            union all
            select heard.* from (select distinct return_id from heard known where known.slot = slots.slot and rma_id = any($2)
                and return_id is not null and return_id <> all($1)) mine join heard on heard.slot = slots.slot
                and heard.return_id = mine.return_id and heard.rma_id is null) facts on true
        """;

    private const int AboutColumns = 7;

    private sealed record Row(Guid MessageId, string Type, DateTimeOffset At, string? Actor, string Body)
    {
        public Fact Read() => Fact.OfKept(MessageId, Type, At, Actor, Body);
    }

    private sealed record RequestRow(Guid Request, Guid MessageId, string Type, DateTimeOffset At, string? Actor, string Body)
    {
        public Fact Read() => Fact.OfKept(MessageId, Type, At, Actor, Body);
    }

    /// <summary>Keeps facts that were heard just now in every slot that is written, each once.</summary>
    public static void Enqueue(AmbientTransaction transaction, IReadOnlyList<Fact> facts) => transaction.Enqueue(HearSql, ColumnsOf(facts));

    /// <summary>
    /// All facts of the returns and the requests that were touched, in every slot that is written, and which of those that were enqueued
    /// were not kept before in the slot that is read.
    /// </summary>
    public static Task<(IReadOnlySet<Guid> Fresh, IReadOnlyList<(short Slot, bool IsActive, IReadOnlyList<Fact> Facts)> Slots)> About(
        AmbientTransaction transaction, Touched touched, CancellationToken cancellationToken) =>
        transaction.Read<(IReadOnlySet<Guid>, IReadOnlyList<(short, bool, IReadOnlyList<Fact>)>)>(
            AboutSql, [Uuids(touched.Returns), Uuids(touched.Requests)], async row =>
            {
                // The locks that were queued before answer with a row each.
                var fresh = new HashSet<Guid>();
                while (row.FieldCount != AboutColumns)
                {
                    while (row.FieldCount == HeardColumns && await row.ReadAsync(cancellationToken))
                        if (row.GetBoolean(1)) fresh.Add(row.GetGuid(0));
                    await row.NextResultAsync(cancellationToken);
                }

                var facts = new Dictionary<(short Slot, bool IsActive), List<Fact>>();
                while (await row.ReadAsync(cancellationToken))
                {
                    var slot = (row.GetInt16(0), row.GetBoolean(1));
                    if (!facts.TryGetValue(slot, out var known)) facts[slot] = known = [];
                    if (await row.IsDBNullAsync(2, cancellationToken)) continue;
                    known.Add(Fact.OfKept(
                        row.GetGuid(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4),
                        await row.IsDBNullAsync(5, cancellationToken) ? null : row.GetString(5), row.GetString(6)));
                }

                return (fresh, [.. facts.Select(slot => (slot.Key.Slot, slot.Key.IsActive, (IReadOnlyList<Fact>)slot.Value))]);
            }, cancellationToken);

    /// <summary>Keeps facts of a past, which is told as it would be today: it replaces what was heard then.</summary>
    public static void EnqueuePast(AmbientTransaction transaction, short slot, IReadOnlyList<Fact> facts) =>
        transaction.Enqueue(PastSql, [.. ColumnsOf(facts), new NpgsqlParameter<short> { TypedValue = slot }]);

    /// <summary>The facts of several requests, each with its returns'.</summary>
    public static async Task<IEnumerable<IGrouping<Guid, Fact>>> OfRequests(
        NpgsqlConnection connection, short slot, Guid[] rmaIds, NpgsqlTransaction? open) =>
        (await connection.QueryAsync<RequestRow>(OfRequestsSql, new { slot, rmaIds }, open)).GroupBy(row => row.Request, row => row.Read());

    /// <summary>The facts of one return and of its request as a whole.</summary>
    public static async Task<IReadOnlyList<Fact>> OfReturn(
        NpgsqlConnection connection, short slot, Guid returnId, Guid rmaId, NpgsqlTransaction? open) =>
        [.. (await connection.QueryAsync<Row>(OfReturnSql, new { slot, returnId, rmaId }, open)).Select(row => row.Read())];

    private static NpgsqlParameter[] ColumnsOf(IReadOnlyList<Fact> facts)
    {
        return
        [
            Column(NpgsqlDbType.Uuid, fact => fact.MessageId), Column(NpgsqlDbType.Text, fact => fact.Type),
            Column(NpgsqlDbType.Uuid, fact => fact.RmaId), Column(NpgsqlDbType.Uuid, fact => fact.ReturnId),
            Column(NpgsqlDbType.TimestampTz, fact => fact.At.UtcDateTime), Column(NpgsqlDbType.Text, fact => fact.Actor),
            Column(NpgsqlDbType.Jsonb, fact => fact.Body()),
        ];

        NpgsqlParameter Column<T>(NpgsqlDbType type, Func<Fact, T> value) =>
            new() { Value = facts.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    private static NpgsqlParameter<Guid[]> Uuids(IEnumerable<Guid> ids) => new() { TypedValue = [.. ids] };
}
