using Npgsql;
using Rma.Demo;
using Rma.Policy;

namespace Rma.Benchmarks;

/// <summary>
/// Copies one return that was lived through, with all events of all its streams in every service, under other ids and numbers: a past that
/// can be told. For measurements only.
/// </summary>
internal static class PastReturns
{
    private const int Step = 5_000;
    private static readonly string[] Afterwards = ["vacuum analyze mt_events", "vacuum analyze mt_streams", "checkpoint"];

    /// <summary>What names the return that is copied.</summary>
    internal sealed record Original(string RmaId, string ReturnId, string ParcelId, string RmaNumber, string SerialNumber);

    /// <summary>Finds the last one that was lived through.</summary>
    public static async Task<Original> Find(Settings settings, string serial)
    {
        await using var issuance = NpgsqlDataSource.Create(settings.Postgres("rma_issuance"));
        await using var saga = issuance.CreateCommand(
            "select data->>'RmaId', correlation_id::text, data->>'RmaNumber' from issuance.sagas where data->>'SerialNumber' = $1");
        saga.Parameters.Add(new NpgsqlParameter<string> { TypedValue = serial });
        await using var row = await saga.ExecuteReaderAsync();
        await row.ReadAsync();
        var (rmaId, returnId, number) = (row.GetString(0), row.GetString(1), row.GetString(2));
        await using var receiving = NpgsqlDataSource.Create(settings.Postgres("rma_receiving"));
        await using var parcel = receiving.CreateCommand("select parcel_id::text from receiving.parcels where rma_number = $1 limit 1");
        parcel.Parameters.Add(new NpgsqlParameter<string> { TypedValue = number });
        return new(rmaId, returnId, (string)(await parcel.ExecuteScalarAsync())!, number, serial);
    }

    /// <summary>Copies it as often as this.</summary>
    public static Task Copy(Settings settings, Original original, int count)
    {
        string[] ids = [original.RmaId, original.ReturnId, original.ParcelId];
        return Task.WhenAll(Topology.Services.Where(service => service != "console").Select(async service =>
        {
            await using var database = NpgsqlDataSource.Create(
                settings.Postgres($"rma_{service}") + $";Command Timeout=0;Search Path={service};Options=-c " +
                    "session_replication_role=replica -c synchronous_commit=off");
            var copied = ids.Select((id, index) => $"('{id}', md5('{index}-' || n)::uuid::text)")
                .Append($"('{original.RmaNumber}', number)")
                .Append($"('{original.SerialNumber}', 'SN' || upper(substr(md5('s' || n), 1, 12)))");
            var text = copied.Aggregate("%s", (so, pair) => $"replace({so}, {pair[1..^1]})");
            var ofOriginal = string.Join(" or ", ids.Select(id => $"%k like '%{id}'"));
            var from = $"from unnest(@numbers, @places) as one (number, n), lateral (select * from %t where {ofOriginal}) pattern";
            for (var done = 0; done < count; done += Step)
            {
                foreach (var (table, key, own) in new[]
                {
                    ("mt_streams", "id", $"jsonb_build_object('id', {text.Replace("%s", "pattern.id", StringComparison.Ordinal)})"),
                    ("mt_events", "stream_id", "jsonb_build_object('seq_id', nextval('mt_events_sequence'), 'id', " +
                        "md5(pattern.id::text || n)::uuid, 'stream_id', " +
                        $"{text.Replace("%s", "pattern.stream_id", StringComparison.Ordinal)}, " +
                        $"'data', ({text.Replace("%s", "pattern.data::text", StringComparison.Ordinal)})::jsonb)"),
                })
                {
                    await using var insert = database.CreateCommand(
                        $"insert into {table} select made.* " +
                        from.Replace("%t", table, StringComparison.Ordinal).Replace("%k", key, StringComparison.Ordinal) +
                        $", lateral jsonb_populate_record(null::{table}, to_jsonb(pattern) || {own}) made");
                    int[] places = [.. Enumerable.Range(done + 1, Math.Min(Step, count - done))];
                    insert.Parameters.AddWithValue("places", places);
                    insert.Parameters.AddWithValue("numbers", places.Select(place => RmaNumber.FromSequence(600_000_000 + place).ToString())
                        .ToArray());
                    await insert.ExecuteNonQueryAsync();
                }
            }

            foreach (var sql in Afterwards)
            {
                await using var rest = database.CreateCommand(sql);
                await rest.ExecuteNonQueryAsync();
            }
        }));
    }
}
