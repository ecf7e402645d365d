using Npgsql;

namespace Rma.EventSourcing;

/// <summary>What a rebuild found: rows that were missing, that were different, and that no event accounts for.</summary>
public sealed record RebuildCount(long Streams, long Restored, long Changed, long Removed)
{
    /// <summary>Sums up.</summary>
    public static RebuildCount operator +(RebuildCount one, RebuildCount other) => new(
        one.Streams + other.Streams, one.Restored + other.Restored, one.Changed + other.Changed, one.Removed + other.Removed);
}

/// <summary>
/// Makes the rows of a projection again from the stored events, a batch of streams at a time, while the service goes on. The rows are made
/// in temporary tables of the same name and then compared: what is equal is not written.
/// </summary>
/// <remarks>
/// A batch locks the rows of its streams in <c>mt_streams</c>, as an append does. So an append is seen with its rows or waits until the
/// batch has ended, some hundred milliseconds later. A stream that is locked is left for the end, where the rebuild waits for it with no
/// other lock in its hands; so it takes part in no deadlock. A stream that begins meanwhile writes its own rows.
/// </remarks>
public sealed class ReadModelRebuild(NpgsqlDataSource database, EventNames names)
{
    private const int BatchSize = 100;

    private const string KeysSql = "select id from mt_streams where starts_with(id, $1) and id > $2 order by id limit $3";

    /// <summary>Rebuilds one projection.</summary>
    /// <param name="progress">Told after each batch.</param>
    /// <exception cref="UnknownStoredEventException">An event is not known here. What was rebuilt before stays.</exception>
    public Task<RebuildCount> Run(
        RegisteredProjection projection, Action<RebuildCount> progress, CancellationToken cancellationToken) =>
        Run(projection, progress, keep: true, cancellationToken);

    /// <summary>Counts what a rebuild of one projection would find, and writes nothing.</summary>
    /// <exception cref="UnknownStoredEventException">An event is not known here.</exception>
    public Task<RebuildCount> Compare(RegisteredProjection projection, CancellationToken cancellationToken) =>
        Run(projection, _ => { }, keep: false, cancellationToken);

    private async Task<RebuildCount> Run(
        RegisteredProjection projection, Action<RebuildCount> progress, bool keep, CancellationToken cancellationToken)
    {
        var prefix = projection.Category + "-";
        var (count, tables, left) = (new RebuildCount(0, 0, 0, 0), await Tables(projection, cancellationToken), new List<string>());
        count += await RemoveRowsWithoutStream(tables, prefix, keep, cancellationToken);
        var keys = await KeysAfter(prefix, "", cancellationToken);
        for (; keys.Length > 0; keys = await KeysAfter(prefix, keys[^1], cancellationToken)) await Rebuild(keys, wait: false);
        foreach (var key in left.ToArray()) await Rebuild([key], wait: true);
        if (keep && projection.Afterwards is { } sql) await End(sql, cancellationToken);
        return count;

        async Task Rebuild(string[] batch, bool wait)
        {
            await using var transaction = new AmbientTransaction(database);
            var locked = await Lock(transaction, batch, wait, cancellationToken);
            left.AddRange(batch.Except(locked));
            foreach (var table in tables) await table.Shadow(transaction, cancellationToken);
            foreach (var (key, events) in await Histories(transaction, locked, cancellationToken))
            {
                var bodies = events.Select(stored => stored.Body);
                foreach (var change in projection.Replay(key[prefix.Length..], bodies)) Enqueue(transaction, tables, change);
            }

            var ids = locked.Select(key => key[prefix.Length..]).ToArray();
            var removed = 0L;
            foreach (var table in tables.Reverse()) removed += await table.Remove(transaction, ids, cancellationToken);
            count += new RebuildCount(locked.Length, 0, 0, removed);
            foreach (var table in tables) count += await table.Write(transaction, cancellationToken);
            if (keep) await transaction.Commit();
            progress(count);
        }
    }

    private static void Enqueue(AmbientTransaction transaction, IReadOnlyList<RebuiltTable> tables, RowChange change)
    {
        if (!tables.Any(table => table.IsWrittenBy(change)))
            throw new InvalidOperationException($"A projection writes to a table that it does not name: {change.Sql}");
        transaction.EnqueueRow(change.Sql, change.Row);
    }

    private async Task<IReadOnlyList<RebuiltTable>> Tables(RegisteredProjection projection, CancellationToken cancellationToken)
    {
        var tables = new List<RebuiltTable>();
        foreach (var table in projection.Tables) tables.Add(await RebuiltTable.Of(table, database, cancellationToken));
        return tables;
    }

    private async Task<RebuildCount> RemoveRowsWithoutStream(
        IReadOnlyList<RebuiltTable> tables, string prefix, bool keep, CancellationToken cancellationToken)
    {
        await using var transaction = new AmbientTransaction(database);
        await Begin(transaction, cancellationToken);
        var removed = 0L;
        foreach (var table in tables.Reverse()) removed += await table.RemoveRowsWithoutStream(transaction, prefix, cancellationToken);
        if (keep) await transaction.Commit();
        return new RebuildCount(0, 0, 0, removed);
    }

    private async Task End(string sql, CancellationToken cancellationToken)
    {
        await using var transaction = new AmbientTransaction(database);
        await Begin(transaction, cancellationToken);
        await using var command = await transaction.Command(sql, cancellationToken);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.Commit();
    }

    // A table of final rows lets a rebuild mend them (rma.rebuild). Whole tables take longer than a request may.
    private static async Task Begin(AmbientTransaction transaction, CancellationToken cancellationToken)
    {
        transaction.Enqueue("set local rma.rebuild = 'on'");
        transaction.Enqueue("set local statement_timeout = 0");
        await transaction.Begin(cancellationToken);
    }

    private async Task<string[]> KeysAfter(string prefix, string last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(KeysSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = last });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await row.ReadAsync(cancellationToken)) keys.Add(row.GetString(0));
        return [.. keys];
    }

    private static async Task<string[]> Lock(
        AmbientTransaction transaction, string[] keys, bool wait, CancellationToken cancellationToken)
    {
        await Begin(transaction, cancellationToken);
        return await transaction.Read(
            $"select id from mt_streams where id = any($1) order by id for update {(wait ? "" : "skip locked")}",
            [new NpgsqlParameter<string[]> { TypedValue = keys }], async row =>
            {
                var locked = new List<string>();
                while (await row.ReadAsync(cancellationToken)) locked.Add(row.GetString(0));
                return locked.ToArray();
            }, cancellationToken);
    }

    private Task<IReadOnlyDictionary<string, List<StoredEvent>>> Histories(
        AmbientTransaction transaction, string[] keys, CancellationToken cancellationToken) => transaction.Read(
            EventRow.HistoriesSql, [new NpgsqlParameter<string[]> { TypedValue = keys }],
            row => EventRow.ReadHistories(row, names, cancellationToken), cancellationToken);
}
