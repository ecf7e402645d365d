using Npgsql;

namespace Rma.Messaging;

/// <summary>An item that is stuck or late.</summary>
/// <param name="Id">The saga's correlation id, the message id, or the id of the dead letter.</param>
/// <param name="Kind"><c>saga</c>, <c>parked</c>, <c>overdue</c> or <c>quarantined</c>.</param>
/// <param name="What">A description of the item.</param>
/// <param name="Cause">Why it is stuck, as far as is known.</param>
/// <param name="Since">UTC.</param>
public sealed record StuckItem(Guid Id, string Kind, string What, string Cause, DateTimeOffset Since, long AgeSeconds)
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["saga", "parked", "overdue", "quarantined"];
}

/// <summary>How long a saga may stay in each of its states, and how it is retried.</summary>
/// <param name="Saga">The stored name of the saga.</param>
/// <param name="Timeouts">By state, platform time since the state was entered or since an operator retried it. A state that is not listed
/// has no timeout.</param>
/// <param name="RetryMessage">Makes the message that makes an instance repeat its request, from its stored JSON, the operator and the
/// reason.</param>
public sealed record SagaExpectations(
    string Saga, IReadOnlyDictionary<string, TimeSpan> Timeouts, Func<string, string, string, object> RetryMessage);

/// <summary>The stuck items of one service.</summary>
public sealed class StuckItems(NpgsqlDataSource database, TimeProvider clock, IEnumerable<SagaExpectations> expectations)
{
    /// <summary>How long after its due time a message may still be in the outbox.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromMinutes(2);

    // The oldest of each kind, so that many of one kind do not hide another.
    private const string ListSql =
        """
        select * from (
            (select correlation_id id, 'saga' kind, saga || ' in ' || state what,
                'it has been in this state for longer than ' || longest cause, entered_at since
             from unnest($1::text[], $2::text[], $3::interval[]) expected (name, place, longest)
             cross join lateral (
                 select * from sagas where saga = expected.name and state = expected.place and entered_at < $7 - expected.longest
                     and ($6::uuid is null or correlation_id = $6)
                     and not exists (select from retries where item = correlation_id and retried_at >= $7 - expected.longest)
                 order by entered_at limit $5) late
             order by entered_at limit $5)
            union all
            (select message_id, 'parked', exchange, coalesce(last_error, 'it could not be sent'), parked_at from outbox
             where parked_at is not null and ($6::uuid is null or message_id = $6) order by parked_at limit $5)
            union all
            (select message_id, 'overdue', exchange || case when visible_at > '-infinity' then ' (deadline)' else '' end,
                    coalesce(last_error, 'it has not left: is the broker away, or the dispatcher behind?'), greatest(visible_at, created_at)
                        from outbox
             where parked_at is null and visible_at < $4 and greatest(visible_at, created_at) < $4 and ($6::uuid is null or message_id = $6)
                 order by visible_at, seq limit $5)
            union all
            (select id, 'quarantined', queue, code || ': ' || reason, seen_at from quarantine
             where replayed_at is null and settled_at is null and ($6::uuid is null or id = $6) order by seen_at limit $5)
        ) stuck order by since
        """;

    /// <summary>What is stuck now, oldest first; of each kind at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<StuckItem>> List(int limit, CancellationToken cancellationToken) => Read(limit, null, cancellationToken);

    /// <summary>One item; null when it is not stuck.</summary>
    public async Task<StuckItem?> Find(Guid id, CancellationToken cancellationToken) =>
        await Read(1, id, cancellationToken) is [var item, ..] ? item : null;

    private async Task<IReadOnlyList<StuckItem>> Read(int limit, Guid? id, CancellationToken cancellationToken)
    {
        var expected = expectations.SelectMany(saga => saga.Timeouts.Select(state => (saga.Saga, State: state.Key, Longest: state.Value)))
            .ToArray();
        await using var command = database.CreateCommand(ListSql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. expected.Select(state => state.Saga)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. expected.Select(state => state.State)] });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. expected.Select(state => state.Longest)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (clock.GetUtcNow() - Overdue).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<StuckItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var since = reader.GetFieldValue<DateTimeOffset>(4);
            items.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), since,
                Math.Max(0, (long)(clock.GetUtcNow() - since).TotalSeconds)));
        }

        return items;
    }
}
