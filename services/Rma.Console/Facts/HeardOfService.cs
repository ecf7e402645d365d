using System.Runtime.CompilerServices;
using Npgsql;
using Rma.Contracts.Console.V1;
using Rma.Messaging;

namespace Rma.Console.Facts;

/// <summary>Tells what was heard of one service: a witness for it when its database was restored to an earlier moment.</summary>
internal static class HeardOfService
{
    private const string Sql =
        """
        select message_id, type, at, body::text, actor from heard where slot = (select active from read_side) and type = any($1)
        order by at, message_id
        """;

    public static async IAsyncEnumerable<PastMessage> Read(
        NpgsqlDataSource database, string service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string beginning = "Rma.Contracts.";
        var types = Topology.OfPlatform.ExchangesOf(service).Select(exchange => exchange[beginning.Length..]).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var patience = new NpgsqlCommand("set local statement_timeout = 0", connection, transaction))
            await patience.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection, transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = types });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            yield return new(
                row.GetGuid(0), beginning + row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3),
                Actor: await row.IsDBNullAsync(4, cancellationToken) ? null : row.GetString(4));
    }
}
