using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Rma.Contracts.Console.V1;

namespace Rma.Messaging;

/// <summary>
/// What this service has sent in the last days and no stored event yields again: commands of a saga, deadlines, notes to finance.
/// </summary>
public sealed class SentMessages(NpgsqlDataSource database)
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(8);

    internal const string ForgetSql =
        "delete from sent_messages where ctid in (select ctid from sent_messages where sent_at < now() - interval '8 days' limit 10000)";

    // Heartbeats, and the parts of a past that somebody asked for: who needs them again asks again.
    private static readonly string[] OfTheMoment = ["-heartbeat", ":TellPast", ":PastTold"];

    /// <summary>Sent since a moment, the oldest first.</summary>
    /// <param name="exchanges">Those that are wanted; null for all.</param>
    public async Task<IReadOnlyList<(OutboxRow Row, DateTimeOffset SentAt)>> Since(
        DateTimeOffset since, IReadOnlySet<string>? exchanges, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select message_id, exchange, routing_key, content_type, headers, body, mandatory, traceparent, sent_at from sent_messages
            where sent_at >= $1 and ($2::text[] is null or exchange = any($2)) order by sent_at, message_id
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = exchanges is null ? DBNull.Value : exchanges.ToArray(),
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
        });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(OutboxRow, DateTimeOffset)>();
        while (await row.ReadAsync(cancellationToken))
            rows.Add((new OutboxRow(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), JsonNode.Parse(row.GetString(4))!.AsObject(),
                row.GetFieldValue<byte[]>(5), row.GetBoolean(6), null,
                await row.IsDBNullAsync(7, cancellationToken) ? null : row.GetString(7)), row.GetFieldValue<DateTimeOffset>(8)));
        return rows;
    }

    /// <summary>The message of a row as its receiver reads it: without MassTransit's envelope.</summary>
    public static PastMessage Read(OutboxRow row, DateTimeOffset sentAt)
    {
        var body = Encoding.UTF8.GetString(row.Body);
        if (row.ContentType != "application/json") body = JsonNode.Parse(body)!["message"]!.ToJsonString(JsonSerializerOptions.Web);
        return new(row.MessageId, row.Exchange, sentAt, body);
    }

    internal static bool IsOfTheMoment(string exchange) =>
        OfTheMoment.Any(end => exchange.EndsWith(end, StringComparison.Ordinal));
}
