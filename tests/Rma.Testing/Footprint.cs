using System.Text;
using Npgsql;

namespace Rma.Testing;

/// <summary>
/// Row counts of all tables with business data: not the dead letters, the clock, or heartbeats. The inbox is checked by message, see <see
/// cref="BadInput"/>.
/// </summary>
public static class Footprint
{
    private const string Tables =
        """
        select tablename from pg_tables
        where schemaname = current_schema()
          and tablename not in ('inbox', 'quarantine', 'platform_clock', 'schema_migrations', 'mt_event_progression')
        order by tablename
        """;

    /// <summary>One line per table, so that a difference shows where.</summary>
    public static async Task<string> Of(NpgsqlDataSource database)
    {
        var sql = new StringBuilder();
        await using (var tables = database.CreateCommand(Tables))
        await using (var reader = await tables.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) sql.Append(sql.Length == 0 ? "" : " union all ").Append(Count(reader.GetString(0)));
        }

#pragma warning disable CA2100 // Made of the names of our own tables.
        await using var count = database.CreateCommand($"select string_agg(line, E'\\n') from ({sql}) as lines (line)");
#pragma warning restore CA2100
        return (string)(await count.ExecuteScalarAsync())!;
    }

    // When an append fails, Marten may record the gap in the sequence in a stream of its own.
    private static string Count(string table) => $"select '{table} ' || count(*) from {table}" + table switch
    {
        "outbox" => " where exchange not like '%-heartbeat'",
        "mt_streams" => " where id <> 'mt_tombstone'",
        "mt_events" => " where stream_id <> 'mt_tombstone'",
        _ => "",
    };
}
