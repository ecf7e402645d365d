using System.Text.RegularExpressions;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// A table that is rebuilt: beside it a temporary table of the same name, which comes first on the search path, so that the statements of
/// the projection write there; then the differences.
/// </summary>
internal sealed partial class RebuiltTable(ReadModelTable table, string schema, string[] columns, string[] key)
{
    private const string ColumnsSql =
        """
        select current_schema(), quote_ident(a.attname), coalesce(a.attnum = any(i.indkey), false)
        from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
        where a.attrelid = to_regclass(current_schema() || '.' || $1) and a.attnum > 0 and not a.attisdropped order by a.attnum
        """;

    private readonly string real = $"{schema}.{table.Name}";
    private readonly string only = table.Only ?? "true";

    /// <summary>Reads its columns and its primary key.</summary>
    public static async Task<RebuiltTable> Of(ReadModelTable table, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ColumnsSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Name });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (schema, columns) = ("", new List<(string Name, bool IsKey)>());
        while (await row.ReadAsync(cancellationToken))
        {
            schema = row.GetString(0);
            columns.Add((row.GetString(1), row.GetBoolean(2)));
        }

        if (!columns.Any(column => column.IsKey)) throw new InvalidOperationException($"The table {table.Name} has no primary key.");
        return new(table, schema, [.. columns.Select(column => column.Name)],
            [.. columns.Where(column => column.IsKey).Select(column => column.Name)]);
    }

    /// <summary>Whether a statement of a projection writes to it.</summary>
    public bool IsWrittenBy(RowChange change) => Target().Match(change.Sql).Groups[1].Value == table.Name;

    /// <summary>The empty temporary table, until the end of the transaction.</summary>
    /// <remarks>A plan that was prepared earlier would still write to the real table, so the connection discards its plans.</remarks>
    public async Task Shadow(AmbientTransaction transaction, CancellationToken cancellationToken)
    {
        transaction.Enqueue(
            $"create temporary table {table.Name} (like {real} including defaults including constraints including indexes) on commit drop");
        transaction.Enqueue("discard plans");
        await transaction.Begin(cancellationToken);
    }

    /// <summary>Removes the rows of these streams that their events do not account for.</summary>
    public Task<int> Remove(AmbientTransaction transaction, string[] ids, CancellationToken cancellationToken) => transaction.Write(
        $"""
        delete from {real} where {only} and {table.StreamId} = any($1::{table.StreamIdType}[])
            and not exists (select from pg_temp.{table.Name} made where {SameKey})
        """,
        [new NpgsqlParameter<string[]> { TypedValue = ids }], cancellationToken);

    /// <summary>Removes the rows that belong to no stream. A stream and its rows are committed together.</summary>
    public async Task<int> RemoveRowsWithoutStream(AmbientTransaction transaction, string prefix, CancellationToken cancellationToken)
    {
        await using var command = await transaction.Command(
            $"""
            delete from {real} where {only}
                and not exists (select from {schema}.mt_streams stream where stream.id = $1 || ({table.StreamId})::text)
            """, cancellationToken);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes the rows that are missing or different.</summary>
    public Task<RebuildCount> Write(AmbientTransaction transaction, CancellationToken cancellationToken)
    {
        var list = string.Join(", ", columns);
        return transaction.Read(
            $"""
            insert into {real} ({list}) select {list} from pg_temp.{table.Name}
            on conflict ({string.Join(", ", key)}) do update set {string.Join(", ", columns.Select(name => $"{name} = excluded.{name}"))}
                where ({string.Join(", ", columns.Select(name => $"{table.Name}.{name}"))})
                    is distinct from ({string.Join(", ", columns.Select(name => $"excluded.{name}"))})
            returning xmax = 0
            """, [], async row =>
            {
                var (restored, changed) = (0L, 0L);
                while (await row.ReadAsync(cancellationToken)) _ = row.GetBoolean(0) ? restored++ : changed++;
                return new RebuildCount(0, restored, changed, 0);
            }, cancellationToken);
    }

    private string SameKey => string.Join(" and ", key.Select(name => $"made.{name} = {table.Name}.{name}"));

    [GeneratedRegex(@"^\s*(?:insert into|update|delete from)\s+([a-z_]+)")]
    private static partial Regex Target();
}
