using System.Globalization;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>The restores of this service's database to an earlier moment, each signed by the service.</summary>
public sealed class RestoreLog
{
    private readonly NpgsqlDataSource database;
    private readonly MessagingOptions options;
    private readonly MessageSigner signer;
    private readonly TimeProvider clock;
    private volatile int number;

    /// <summary>Made by the container.</summary>
    public RestoreLog(NpgsqlDataSource database, MessagingOptions options, MessageSigner signer, TimeProvider clock) =>
        (this.database, this.options, this.signer, this.clock) = (database, options, signer, clock);

    /// <summary>How many there were; 0 before <see cref="Load"/>.</summary>
    public int Number => number;

    /// <summary>Reads their number. No process of the service runs while its database is restored, so it does not change later.</summary>
    public async Task Load(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select coalesce(max(number), 0) from history_restores");
        number = Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Writes down that the database was restored; the ids of all messages are others from now on.</summary>
    /// <param name="to">The moment that it has now.</param>
    public async Task<HistoryRestore> Add(DateTimeOffset to, string reason, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        await using var last = database.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        var restore = HistoryRestore.Of(
            options.Service, number + 1, to, clock.GetUtcNow(), (long)(await last.ExecuteScalarAsync(cancellationToken))!, reason,
            signer.Sign);
        await using var command = database.CreateCommand(
            "insert into history_restores (number, restored_to, restored_at, last_event, reason, signature) " +
                "values ($1, $2, $3, $4, $5, $6)");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = restore.Number });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = restore.RestoredTo.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = restore.RestoredAt.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = restore.LastEvent });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = restore.Reason });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = restore.Signature });
        await command.ExecuteNonQueryAsync(cancellationToken);
        number = restore.Number;
        return restore;
    }
}
