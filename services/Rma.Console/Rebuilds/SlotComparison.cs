using System.Text.Json;
using Dapper;
using Npgsql;

namespace Rma.Console.Rebuilds;

/// <summary>What differs between what was read until now and what was built of the services' past.</summary>
/// <param name="Rows">How many rows there are now.</param>
/// <param name="Added">Rows that were missing before.</param>
/// <param name="Removed">Rows that nothing in the past accounts for.</param>
/// <param name="Examples">Keys of some that differ.</param>
public sealed record TableDifference(string Table, long Rows, long Added, long Changed, long Removed, string[] Examples);

/// <summary>Compares the two slots, table by table. Every writer writes to both, so one statement sees them alike.</summary>
internal static class SlotComparison
{
    private static readonly (string Table, string Key)[] Tables =
    [
        ("heard", "message_id::text"), ("returns", "return_id::text"), ("parcels", "parcel_id::text"), ("accounts", "account_id"),
        ("terms", "row_id || '/' || kind || '/' || term"),
    ];

    /// <summary>The differences as JSON.</summary>
    public static async Task<string> Of(NpgsqlTransaction open, short before, short now)
    {
        var differences = new List<TableDifference>();
        foreach (var (table, key) in Tables)
        {
            var sql =
                $"""
                with pairs as (
                    select coalesce(earlier.key, later.key) as key, later.key is not null as here, earlier.key is null as added,
                        later.key is null as removed, earlier.row is distinct from later.row as differs
                    from (select {key} as key, to_jsonb(t) - 'slot' as row from {table}_{before} t) earlier
                    full join (select {key} as key, to_jsonb(t) - 'slot' as row from {table}_{now} t) later using (key))
                select count(*) filter (where here) as rows, count(*) filter (where added) as added,
                    count(*) filter (where differs and not added and not removed) as changed, count(*) filter (where removed) as removed,
                    coalesce((select array_agg(key) from (select key from pairs where differs order by key limit 10) few), array[]::text[])
                        as examples
                from pairs
                """;
            var row = await open.Connection!.QuerySingleAsync<(long Rows, long Added, long Changed, long Removed, string[] Examples)>(
                new CommandDefinition(sql, transaction: open, commandTimeout: 0));
            differences.Add(new(table, row.Rows, row.Added, row.Changed, row.Removed, row.Examples));
        }

        return JsonSerializer.Serialize(differences, JsonSerializerOptions.Web);
    }
}
