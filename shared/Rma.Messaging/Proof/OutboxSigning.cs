using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace Rma.Messaging;

/// <summary>Signs rows of the outbox that were not signed with the key of today.</summary>
public sealed class OutboxSigning
{
    private const string Columns = "seq, message_id, exchange, routing_key, content_type, headers, body, mandatory";
    private const int BatchSize = 500;

    private readonly MessageSigner signer;
    private readonly SenderKeys keys;
    private readonly MessagingOptions options;

    internal OutboxSigning(MessageSigner signer, SenderKeys keys, MessagingOptions options) =>
        (this.signer, this.keys, this.options) = (signer, keys, options);

    /// <summary>Signs everything that waits: once, in the transaction of the migration that begins with signatures.</summary>
    public Task SignWaiting(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Sign(connection, $"select {Columns} from outbox order by seq", _ => true, cancellationToken);

    /// <summary>
    /// After a change of keys: signs with the new key what an earlier key of this service has signed, so that the earlier one can be
    /// removed. Deadlines may wait for months. A row without a good signature stays as it is: whoever receives it refuses it.
    /// </summary>
    /// <exception cref="UnusableKeyException">A key is missing, or the own key is not among those of the senders.</exception>
    public async Task Renew(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var current = signer.KeyId();
        if (keys.Find(current)?.Sender != options.Service)
            throw new UnusableKeyException(
                $"The key at Messaging:SigningKeyFile ({current}) is not at Messaging:SenderKeysFile as one of {options.Service}.");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Sign(connection,
            $"select {Columns} from outbox where headers->>'{SignedMessage.Header}' not like '{current}.%' order by seq " +
                "for update skip locked",
            IsSigned, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private bool IsSigned(OutboxRow row) => keys.SignerOf(
        _ => SignedMessage.Of(row, options.Service), row.Headers[SignedMessage.Header]?.ToString() ?? "") == options.Service;

    private async Task Sign(NpgsqlConnection connection, string sql, Func<OutboxRow, bool> choose, CancellationToken cancellationToken)
    {
        var rows = await Read(connection, sql, cancellationToken);
        foreach (var batch in rows.Where(row => choose(row.Row)).Select(row => (row.Seq, signer.Sign(row.Row).Headers)).Chunk(BatchSize))
        {
            await using var update = new NpgsqlCommand(
                "update outbox set headers = signed.headers from unnest($1::bigint[], $2::jsonb[]) as signed (seq, headers) " +
                "where outbox.seq = signed.seq", connection);
            update.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(row => row.Seq)] });
            update.Parameters.Add(new NpgsqlParameter
            {
                Value = batch.Select(row => row.Headers.ToJsonString()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            });
            await update.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<List<(long Seq, OutboxRow Row)>> Read(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Texts of this class, and a key's id.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(long, OutboxRow)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetInt64(0), new OutboxRow(
                reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                JsonNode.Parse(reader.GetString(5))!.AsObject(), reader.GetFieldValue<byte[]>(6), reader.GetBoolean(7))));
        }

        return rows;
    }
}
