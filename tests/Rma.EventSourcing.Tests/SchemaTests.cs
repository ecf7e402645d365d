using Npgsql;
using Rma.EventSourcing.Marten;
using Rma.Messaging;
using Rma.Testing;

namespace Rma.EventSourcing.Tests;

/// <summary>The tables of our migration are identical to those that Marten creates.</summary>
public sealed class SchemaTests(EventDatabase ours) : IClassFixture<EventDatabase>
{
    // Everything in the catalogue about the event tables, as one text: columns, keys, indexes, sequence. One default differs: Marten 9.29
    // gives mt_events.timestamp the text '(now())' instead of the expression, which PostgreSQL evaluates once at the time of the DDL. Every
    // writer sets the column, so the default is never used; ours is the expression.
    private const string Catalogue =
        """
        select string_agg(line, E'\n' order by line) from (
            select concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, character_maximum_length, is_nullable,
                    case when (table_name, column_name) <> ('mt_events', 'timestamp') then column_default end) as line
                from information_schema.columns where table_schema = 'events' and table_name like 'mt\_%'
            union all select concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
                from pg_constraint where connamespace = 'events'::regnamespace and conrelid::regclass::text ~ '^(events\.)?mt_'
            union all select indexdef from pg_indexes where schemaname = 'events' and tablename like 'mt\_%'
            union all select concat_ws(' ', 'sequence', sequencename, data_type, start_value, increment_by, cache_size, cycle)
                from pg_sequences where schemaname = 'events'
            union all select concat_ws(' ', 'sequence owner', d.refobjid::regclass, d.refobjsubid) from pg_depend d
                join pg_class c on c.oid = d.objid
                where c.relname = 'mt_events_sequence' and d.deptype = 'a') as lines
        """;

    [Fact]
    public async Task A_database_that_Marten_made_has_the_same_tables()
    {
        await using var source = NpgsqlDataSource.Create(await (await Servers.Ready).NewDatabase("t_marten") + ";Search Path=events");
        await new MartenSchema(EventDatabase.Names).Complete(source, CancellationToken.None);
        await using var theirs = source.CreateCommand(Catalogue);
        Assert.Equal((string)(await theirs.ExecuteScalarAsync())!, await ours.Scalar<string>(Catalogue));
    }

    [Fact]
    public async Task Marten_finds_nothing_to_change_after_it_completed_our_schema() =>
        await ours.Store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();

    [Fact]
    public async Task Any_number_of_processes_may_bring_a_schema_up_to_date_together()
    {
        var connectionString = await (await Servers.Ready).NewDatabase("t_together") + ";Search Path=events";
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var store = MartenStore.Open(source, EventDatabase.Names);
            await SchemaMigration.Run(source, "events", [typeof(IEventStore).Assembly], [new MartenSchema(EventDatabase.Names)],
                CancellationToken.None);
            await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
        }));
    }
}
