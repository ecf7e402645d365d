using System.Reflection;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Migrates a service's schema with SQL files embedded in the kernel and the service, in name order, each once, each in a transaction,
/// under an advisory lock: any number of replicas may start together.
/// </summary>
public static class SchemaMigration
{
    private const long LockKey = 0x524D_4131;
    private const string FirstSigned = "0005-signed-outbox.sql";

    /// <summary>Applies the missing files, then the schema of each store. Returns the names applied now.</summary>
    /// <param name="database">As the role that owns the schema.</param>
    /// <param name="runtimeRole">The role of the running service when it is another one: it gets its rights here.</param>
    /// <param name="signing">Signs what waits in the outbox of a release that did not sign; without it nothing may wait there.</param>
    /// <exception cref="InvalidOperationException">A file that was applied before has changed: add a new one instead.</exception>
    public static async Task<IReadOnlyList<string>> Run(
        NpgsqlDataSource database, string schema, IEnumerable<Assembly> assemblies, IEnumerable<IEventStoreSchema> stores,
        CancellationToken cancellationToken, OutboxSigning? signing = null, string? runtimeRole = null)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // A migration takes the time it needs, and so does waiting for another replica's migration.
        await Execute(connection, "set statement_timeout = 0", cancellationToken);
        await Execute(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await Execute(connection, $"create schema if not exists {schema}", cancellationToken);
            await Execute(connection,
                "create table if not exists schema_migrations (name text primary key, sha256 text not null, " +
                    "applied_at timestamptz not null default now())",
                cancellationToken);
            var applied = await Applied(connection, cancellationToken);
            var now = new List<string>();
            foreach (var (name, sql) in Files(assemblies))
            {
                var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql)));
                if (applied.TryGetValue(name, out var before))
                {
                    if (before != hash)
                        throw new InvalidOperationException($"The migration {name} changed after it was applied. Add a new one instead.");
                    continue;
                }

                await Apply(connection, name, sql, hash, name == FirstSigned ? signing : null, cancellationToken);
                now.Add(name);
            }

            foreach (var store in stores) await store.Complete(database, cancellationToken);
            if (runtimeRole is not null) await RuntimeRights.Grant(connection, schema, runtimeRole, cancellationToken);
            return now;
        }
        finally
        {
            // The connection returns to the pool without settings of its own.
            await Execute(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
            await Execute(connection, "reset statement_timeout", CancellationToken.None);
        }
    }

    /// <summary>The names not applied yet; all of them when there is no schema.</summary>
    public static async Task<IReadOnlyList<string>> Missing(
        NpgsqlDataSource database, string schema, IEnumerable<Assembly> assemblies, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(
            "select to_regclass($1 || '.schema_migrations') is not null",
            connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = schema } } };
        var applied = (bool)(await exists.ExecuteScalarAsync(cancellationToken))! ? await Applied(connection, cancellationToken) : [];
        return [.. Files(assemblies).Select(file => file.Name).Where(name => !applied.ContainsKey(name))];
    }

    private static IEnumerable<(string Name, string Sql)> Files(IEnumerable<Assembly> assemblies) =>
        from assembly in assemblies.Distinct()
        from resource in assembly.GetManifestResourceNames()
        where resource.EndsWith(".sql", StringComparison.Ordinal) && resource.Contains(".Migrations.", StringComparison.Ordinal)
        let name = resource[(resource.IndexOf(".Migrations.", StringComparison.Ordinal) + ".Migrations.".Length)..]
        orderby name
        select (name, Read(assembly, resource));

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select name, sha256 from schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancellationToken)) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task Apply(
        NpgsqlConnection connection, string name, string sql, string hash, OutboxSigning? signing, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, sql, cancellationToken);
        if (signing is not null) await signing.SignWaiting(connection, cancellationToken);
        await using var record = new NpgsqlCommand("insert into schema_migrations (name, sha256) values ($1, $2)", connection, transaction);
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The text comes from files embedded in our own assemblies and from the service's fixed name.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
