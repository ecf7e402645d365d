using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.EventSourcing;
using Xunit;

namespace Rma.Testing;

/// <summary>The read models of a service under test: every registered projection, what its tables hold, and its rebuild.</summary>
public static class ReadModels
{
    /// <summary>
    /// Asserts that the service has grown rows in the tables of every projection, that a rebuild finds them equal, and that rows that were
    /// changed, removed or invented come out again as they grew.
    /// </summary>
    /// <param name="service">The service, after requests that wrote to every table, when nothing is under way.</param>
    /// <param name="derived">Tables that the database derives from those of a projection.</param>
    public static async Task AssertMadeOfEvents(ServiceUnderTest service, params string[] derived)
    {
        foreach (var projection in Of(service))
        {
            string[] tables = [.. projection.Tables.Select(table => table.Name), .. derived];
            var grown = await Rows(service, tables);
            Assert.All(tables, table => Assert.True(
                grown.Any(row => row.StartsWith($"{table}: ", StringComparison.Ordinal)), $"{table} of {projection.Name} has not grown"));

            var count = await Rebuild(service, projection);
            Assert.Equal((projection.Name, 0L, 0L, 0L), (projection.Name, count.Restored, count.Changed, count.Removed));
            Assert.Equal(grown, await Rows(service, tables));

            foreach (var spoil in new[] { Change, Invent, Remove })
            {
                await Spoil(service, [.. projection.Tables.Reverse().Select(spoil)]);
                Assert.NotEqual(grown, await Rows(service, tables));
                await Rebuild(service, projection);
                Assert.Equal(grown, await Rows(service, tables));
            }
        }
    }

    /// <summary>
    /// Asserts that the rows of an earlier release come out of the events as they grew, except in columns that were added empty since. A
    /// second rebuild changes nothing more.
    /// </summary>
    /// <param name="service">The service on the database of before.</param>
    /// <param name="since">Names of columns that were added since, and of tables.</param>
    public static async Task AssertAsTheyGrew(ServiceUnderTest service, params string[] since)
    {
        foreach (var projection in Of(service))
        {
            string[] tables = [.. projection.Tables.Select(table => table.Name).Except(since)];
            var before = (await Rows(service, tables)).Select(Known);
            await Rebuild(service, projection);
            Assert.Equal(before, (await Rows(service, tables)).Select(Known));
            var again = await Rebuild(service, projection);
            Assert.Equal(again with { Restored = 0, Changed = 0, Removed = 0 }, again);
        }

        string Known(string row)
        {
            var columns = JsonNode.Parse(row[row.IndexOf('{', StringComparison.Ordinal)..])!.AsObject();
            foreach (var column in since) columns.Remove(column);
            return columns.ToJsonString();
        }
    }

    /// <summary>The registered projections.</summary>
    public static IReadOnlyList<RegisteredProjection> Of(ServiceUnderTest service) => Of(service.Services);

    /// <inheritdoc cref="Of(ServiceUnderTest)" />
    public static IReadOnlyList<RegisteredProjection> Of(IServiceProvider services)
    {
        var scope = services.CreateAsyncScope();
        try
        {
            return [.. scope.ServiceProvider.GetServices<RegisteredProjection>()];
        }
        finally
        {
            scope.DisposeAsync().AsTask().GetAwaiter().GetResult(); // no transaction was begun in it
        }
    }

    /// <summary>Rebuilds one.</summary>
    public static Task<RebuildCount> Rebuild(ServiceUnderTest service, RegisteredProjection projection) =>
        new ReadModelRebuild(service.Owner, service.Services.GetRequiredService<EventNames>())
            .Run(projection, _ => { }, CancellationToken.None);

    /// <summary>All rows, as text.</summary>
    public static async Task<string[]> Rows(ServiceUnderTest service, params string[] tables)
    {
        var rows = new List<string>();
        foreach (var table in tables)
        {
#pragma warning disable CA2100 // The names of our own tables.
            await using var command = service.Database.CreateCommand(
                $"select '{table}: ' || row_to_json(t)::text from {table} t order by 1");
#pragma warning restore CA2100
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync()) rows.Add(row.GetString(0));
        }

        return [.. rows];
    }

    // The first text column that is no key and may not be null, or any; the rows stay different from each other.
    private static string Change(ReadModelTable table) =>
        $"""
        do $do$ declare spoiled text; begin
            select column_name into spoiled from information_schema.columns
            where table_schema = current_schema() and table_name = '{table.Name}' and data_type = 'text' and column_name not in (
                select column_name from information_schema.key_column_usage
                where table_schema = current_schema() and table_name = '{table.Name}')
            order by is_nullable, ordinal_position limit 1;
            execute format($up$update {table.Name} set %1$I = coalesce(%1$I, '') || '?'{Where(table)}$up$, spoiled);
        end $do$
        """;

    // A copy of a row for a stream that does not exist. Numbers and document ids are unique or part of a key, so they are made up as well.
    private static string Invent(ReadModelTable table) =>
        $"""
        insert into {table.Name} select (jsonb_populate_record(null::{table.Name}, (select jsonb_object_agg(key, case
            when key = '{table.StreamId}' or key in ('credit_id', 'charge_id') then to_jsonb(gen_random_uuid())
            when key = 'rma_number' then to_jsonb('RMA-INVENTED'::text) else value end) from jsonb_each(to_jsonb(t))))).*
        from (select * from {table.Name}{Where(table)} limit 1) t where '{table.StreamId}' not like '(%'
        """;

    private static string Remove(ReadModelTable table) => $"delete from {table.Name}{Where(table)}";

    private static string Where(ReadModelTable table) => table.Only is { } only ? $" where {only}" : "";

    private static async Task Spoil(ServiceUnderTest service, string[] statements)
    {
        await using var connection = await service.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var sql in statements.Prepend("set local rma.rebuild = 'on'")) // lets final rows be changed
        {
#pragma warning disable CA2100 // The names of our own tables.
            await using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
