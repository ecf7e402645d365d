using Npgsql;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Rmas;

/// <summary>Gives each request a number of its own, which nobody can guess from other numbers.</summary>
internal static class RmaNumbers
{
    private const string NextSql = "select nextval('rma_number_sequence'), key, numbered_yet from number_key";
    private const string TakenSql = "select exists (select from rma_register where rma_number = $1)";

    /// <summary>The next number. It is not used again, even when the request is denied or rolled back.</summary>
    public static async Task<RmaNumber> Next(AmbientTransaction transaction, bool isTicket, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (number, mayBeTaken) = await transaction.Read(NextSql, [], async row =>
            {
                await row.ReadAsync(cancellationToken);
                return (RmaNumber.FromSequence(row.GetInt64(0), row.GetFieldValue<byte[]>(1), isTicket), row.GetBoolean(2));
            }, cancellationToken);
            if (!mayBeTaken || !await IsTaken(transaction, number, cancellationToken)) return number;
        }
    }

    private static Task<bool> IsTaken(AmbientTransaction transaction, RmaNumber number, CancellationToken cancellationToken) =>
        transaction.Read(TakenSql, [new NpgsqlParameter<string> { TypedValue = number.ToString() }], async row =>
        {
            await row.ReadAsync(cancellationToken);
            return row.GetBoolean(0);
        }, cancellationToken);
}
