using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Rma.Messaging;
using Rma.ServiceDefaults;
using Xunit;

namespace Rma.Testing;

/// <summary>S4: what is tried on the stored history of a service, and what becomes of it.</summary>
public static class StoredHistory
{
    private static readonly string[] Verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
    private static readonly string[] OnlyRead = ["schema_migrations", "append_only", "history_began"];

    /// <summary>
    /// As a superuser changes, adds, removes and moves one event, one after the other: each is named, and nothing else is. The service
    /// needs two events at least.
    /// </summary>
    public static async Task EachChangeIsNamed(ServiceUnderTest service)
    {
        await service.Services.GetRequiredService<HistorySealing>().SealNow(CancellationToken.None);
        Assert.Empty(await Verify(service));
        var (last, stream) = await Last(service);
        await Do(service, $"create table kept as select * from mt_events where seq_id = {last}");

        await Do(service, $"update mt_events set headers = jsonb_set(headers, '{{actor}}', '\"eve\"') where seq_id = {last}");
        Assert.Contains(await Verify(service), line => line.StartsWith($"changed: {stream}, version ", StringComparison.Ordinal));
        await Do(service, $"update mt_events set headers = kept.headers from kept where mt_events.seq_id = {last}");
        Assert.Empty(await Verify(service));

        await Do(service, $"insert into mt_events select {last} + 1000, gen_random_uuid(), stream_id, version + 1, data, bdata, type, " +
            "timestamp, tenant_id, mt_dotnet_type, headers, is_archived from kept");
        await Do(service, $"update mt_streams set version = version + 1 where id = '{stream}'");
        Assert.StartsWith($"changed: {stream}, version ", (await Verify(service))[0], StringComparison.Ordinal);
        await Do(service, $"delete from mt_events where seq_id = {last} + 1000");
        await Do(service, $"update mt_streams set version = version - 1 where id = '{stream}'");
        Assert.Empty(await Verify(service));

        await Do(service, $"delete from mt_events where seq_id = {last}");
        Assert.Contains(await Verify(service), line =>
            line.StartsWith($"missing: The event with number {last} is missing", StringComparison.Ordinal));
        await Do(service, "insert into mt_events select * from kept");
        Assert.Empty(await Verify(service));

        var before = await service.Scalar<long>($"select max(seq_id) from mt_events where seq_id < {last}");
        await Swap(service, before, last);
        var moved = await Verify(service);
        Assert.Contains(moved, line => line.Contains($"number {last})", StringComparison.Ordinal));
        Assert.Contains(moved, line => line.Contains($"number {before})", StringComparison.Ordinal));
        await Swap(service, before, last);
        Assert.Empty(await Verify(service));
        await Do(service, "drop table kept");
        Attack.Tried(Attack.OnDatabase, 4, 0);
    }

    /// <summary>
    /// The role of the running service has exactly the rights that it needs: it adds to what is kept for ever, and owns nothing.
    /// </summary>
    public static async Task TheRunningServiceHasTheLeastRights(ServiceUnderTest service)
    {
        var kept = await Names(service, "select table_name from append_only");
        Assert.Contains("mt_events", kept);
        var tried = 0;
        foreach (var table in await Names(service, "select tablename from pg_tables where schemaname = current_schema()"))
        {
            tried += Verbs.Length;
            string[] allowed = OnlyRead.Contains(table) ? ["SELECT"] : kept.Contains(table) ? ["SELECT", "INSERT"]
                : ["SELECT", "INSERT", "UPDATE", "DELETE"];
            var actual = new List<string>();
            foreach (var verb in Verbs)
            {
                if (await service.Scalar<bool>($"select has_table_privilege('{table}', '{verb}')")) actual.Add(verb);
            }

            Assert.Equal($"{table}: {string.Join(' ', allowed)}", $"{table}: {string.Join(' ', actual)}");
        }

        foreach (var table in kept)
        {
            await IsRefused(service, $"update {table} set {await Column(service, table)} = {await Column(service, table)}");
            await IsRefused(service, $"delete from {table}");
            await IsRefused(service, $"truncate {table} cascade");
            await IsRefused(service, $"alter table {table} disable trigger all");
            await IsRefused(service, $"drop table {table} cascade");
            tried += 5;
        }

        foreach (var sql in new[] { "create table mine (a int)", "create function mine() returns int language sql as 'select 1'",
            "set session_replication_role = replica", "create temporary table mine (a int)", "drop schema public cascade",
            "alter role current_user superuser" })
        {
            await IsRefused(service, sql);
            tried++;
        }

        Attack.Tried(Attack.OnDatabase, tried, 0);
    }

    /// <summary>What <c>verify</c> says before its last line.</summary>
    public static async Task<string[]> Verify(ServiceUnderTest service)
    {
        var lines = new List<string>();
        var code = await service.Services.Verify([], lines.Add);
        Assert.Equal(lines.Count == 1 ? 0 : VerifyCommand.Failed, code);
        return [.. lines.SkipLast(1)];
    }

    private static async Task<(long Sequence, string Stream)> Last(ServiceUnderTest service) =>
        (await service.Scalar<long>("select max(seq_id) from mt_events"),
            (await service.Scalar<string>("select stream_id from mt_events order by seq_id desc limit 1"))!);

    private static async Task Swap(ServiceUnderTest service, long one, long other)
    {
        await Do(service, $"update mt_events set seq_id = case seq_id when {one} then -{other} else -{one} end " +
            $"where seq_id in ({one}, {other})");
        await Do(service, "update mt_events set seq_id = -seq_id where seq_id < 0");
    }

    private static async Task<string[]> Names(ServiceUnderTest service, string sql) =>
        (await service.Scalar<string>($"select string_agg(name, ' ' order by name) from ({sql}) as names (name)"))!.Split(' ');

    private static async Task<string> Column(ServiceUnderTest service, string table) => (await service.Scalar<string>(
        $"select column_name::text from information_schema.columns where table_name = '{table}' order by ordinal_position limit 1"))!;

    private static async Task IsRefused(ServiceUnderTest service, string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = service.Database.CreateCommand(sql);
#pragma warning restore CA2100
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refused.MessageText}");
    }

    /// <summary>Executes a statement as a superuser.</summary>
    public static async Task Do(ServiceUnderTest service, string sql)
    {
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = service.Owner.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
