using Npgsql;

namespace Rma.Messaging;

/// <summary>
/// What the role of a running service may do in the schema that another role owns and migrates: read and add everywhere, change and remove
/// except where facts are kept (<c>append_only</c>), and change nothing about the schema.
/// </summary>
internal static class RuntimeRights
{
    // Read only: what the migration writes.
    private static readonly string[] OfTheMigration = ["schema_migrations", "append_only", "history_began"];

    /// <summary>Grants them anew, in one transaction.</summary>
    public static async Task Grant(NpgsqlConnection owner, string schema, string role, CancellationToken cancellationToken)
    {
        var name = new NpgsqlCommandBuilder().QuoteIdentifier(role);
        await using var transaction = await owner.BeginTransactionAsync(cancellationToken);
        await Execute($"grant usage on schema {schema} to {name}");
        await Execute($"grant select, insert, update, delete on all tables in schema {schema} to {name}");
        await Execute($"grant usage, select on all sequences in schema {schema} to {name}");
        await Execute($"grant execute on all functions in schema {schema} to {name}");
        var kept = await Kept();
        if (kept.Count > 0) await Execute($"revoke update, delete on {string.Join(", ", kept)} from {name}");
        foreach (var table in OfTheMigration)
        {
            if (await Exists(table)) await Execute($"revoke insert, update, delete on {schema}.{table} from {name}");
        }

        await transaction.CommitAsync(cancellationToken);

        async Task<List<string>> Kept()
        {
            if (!await Exists("append_only")) return [];
            await using var command = Command($"select format('%I.%I', '{schema}', table_name) from {schema}.append_only order by 1");
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            var tables = new List<string>();
            while (await row.ReadAsync(cancellationToken)) tables.Add(row.GetString(0));
            return tables;
        }

        async Task<bool> Exists(string table)
        {
            await using var command = Command($"select to_regclass('{schema}.{table}') is not null");
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        async Task Execute(string sql)
        {
            await using var command = Command(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

#pragma warning disable CA2100 // Names of our own migrations, and a role from our own connection string, quoted.
        NpgsqlCommand Command(string sql) => new(sql, owner, transaction) { CommandTimeout = 0 };
#pragma warning restore CA2100
    }
}
