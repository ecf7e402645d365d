using Npgsql;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>
/// Fills the databases of an instance with past returns: rows like those of a completed return, with their own keys, in every table that is
/// read for a new one. For measurements only; such an instance is deleted afterwards.
/// </summary>
internal static class Stored
{
    private const int Step = 50_000;

    /// <param name="Database">The service.</param>
    /// <param name="Table">The table that is filled.</param>
    /// <param name="Like">Selects the row to use as a pattern.</param>
    /// <param name="Own">The columns with unique values, as JSON made of <c>n</c>.</param>
    private sealed record Fill(string Database, string Table, string Like, string Own);

    private static readonly Fill[] Fills =
    [
        new("issuance", "sagas", "where state = 'Closed'", "jsonb_build_object('correlation_id', md5('return' || n)::uuid, 'data', " +
            "pattern.data || jsonb_build_object('CorrelationId', md5('return' || n)::uuid, 'SerialNumber', 'STORED-' || n, 'RmaNumber', " +
            "'STORED-' || n))"),
        new("issuance", "rma_register", "where rma_number is not null",
            "jsonb_build_object('rma_id', md5('rma' || n)::uuid, 'rma_number', 'STORED-' || n)"),
        .. Streams("issuance", "unit", "'unit-STORED-' || n"), .. Streams("issuance", "return", "'return-' || md5('return' || n)::uuid"),
        new("receiving", "parcels", "where state = 'accepted'",
            "jsonb_build_object('parcel_id', md5('parcel' || n)::uuid, 'scan_id', 'STORED-' || n, 'rma_number', 'STORED-' || n)"),
        new("receiving", "units", "", "jsonb_build_object('return_id', md5('return' || n)::uuid, 'serial_number', 'STORED-' || n, " +
            "'rma_number', 'STORED-' || n, 'state', 'inspected')"),
        .. Streams("receiving", "received-unit", "'received-unit-' || md5('return' || n)::uuid"),
        new("credit", "credit_cases", "where state = 'issued'", "jsonb_build_object('credit_case_id', md5('return' || n)::uuid, " +
            "'serial_number', 'STORED-' || n, 'rma_number', 'STORED-' || n)"),
        new("credit", "credits", "", "jsonb_build_object('credit_id', md5('credit' || n)::uuid, 'return_id', md5('return' || n)::uuid, " +
            "'serial_number', 'STORED-' || n, 'invoice_id', 'STORED-' || n)"),
        .. Streams("credit", "credit-case", "'credit-case-' || md5('return' || n)::uuid"),
        .. Streams("credit", "ledger", "'ledger-STORED-' || n"),
    ];

    /// <summary>Fills up to this number.</summary>
    public static async Task Reach(Settings settings, int size)
    {
        await Task.WhenAll(Fills.GroupBy(fill => fill.Database).Select(async service =>
        {
            // The copies are consistent: foreign keys are not checked for every row, and commits do not wait for the disk.
            await using var database = NpgsqlDataSource.Create(
                settings.Postgres($"rma_{service.Key}") + $";Command Timeout=0;Search Path={service.Key};Options=-c " +
                    "session_replication_role=replica -c synchronous_commit=off");
            foreach (var fill in service) await Reach(database, fill, size);
            await using var analyze = database.CreateCommand("vacuum analyze");
            await analyze.ExecuteNonQueryAsync();
            // The checkpoint of the fill must not slow down the returns.
            await using var checkpoint = database.CreateCommand("checkpoint");
            await checkpoint.ExecuteNonQueryAsync();
        }));
    }

    private static async Task Reach(NpgsqlDataSource database, Fill fill, int size)
    {
        await using var mark = database.CreateCommand(
            "create table if not exists bench_stored (fill text primary key, upto bigint not null); " +
            $"insert into bench_stored values ('{fill.Table}{fill.Like.Replace("'", "", StringComparison.Ordinal)}', 0) " +
            "on conflict (fill) do update set fill = excluded.fill returning upto");
        var from = (long)(await mark.ExecuteScalarAsync())!;
        for (; from < size; from = Math.Min(from + Step, size))
        {
            await using var insert = database.CreateCommand(
                $"""
                insert into {fill.Table} select made.*
                from (select * from {fill.Table} {fill.Like} limit 1) pattern, generate_series({from + 1}, {Math.Min(from + Step, size)}) n,
                    lateral jsonb_populate_record(null::{fill.Table}, to_jsonb(pattern) || {fill.Own}) made;
                update bench_stored set upto = {Math.Min(from + Step, size)}
                    where fill = '{fill.Table}{fill.Like.Replace("'", "", StringComparison.Ordinal)}'
                """);
            await insert.ExecuteNonQueryAsync();
        }
    }

    private static Fill[] Streams(string database, string category, string key) =>
    [
        new(database, "mt_streams", $"where id like '{category}-%'", $"jsonb_build_object('id', {key}, 'version', 1)"),
        new(database, "mt_events", $"where stream_id like '{category}-%' and version = 1",
            $"jsonb_build_object('seq_id', nextval('mt_events_sequence'), 'id', md5('{category}' || n)::uuid, 'stream_id', {key})"),
    ];
}
