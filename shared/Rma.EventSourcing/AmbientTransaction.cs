using System.Data;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// The one transaction of a scope (one HTTP request, one consumed message). Inbox, events, saga state and outbox all write through it, so
/// they commit together or not at all. It begins on first use and rolls back unless it was committed.
/// </summary>
public sealed class AmbientTransaction(NpgsqlDataSource database) : IAsyncDisposable
{
    private readonly List<NpgsqlBatchCommand> later = [];
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    /// <summary>How long a commit is waited for: as long as a statement may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Values that this transaction has written, by a key of the writer's choice, for rows that no other transaction can change until it
    /// ends. Cleared when the transaction ends.
    /// </summary>
    public IDictionary<string, object> Snapshots { get; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>A command on the transaction, which begins here if necessary. Queued writes are sent first.</summary>
    public async ValueTask<NpgsqlCommand> Command(string sql, CancellationToken cancellationToken)
    {
        await Begin(cancellationToken);
        return new NpgsqlCommand(sql, connection, transaction);
    }

    /// <summary>The open transaction for arbitrary statements; begins it if necessary. Queued writes are sent first.</summary>
    public async ValueTask<NpgsqlTransaction> Begin(CancellationToken cancellationToken)
    {
        var open = await Open(cancellationToken);
        if (later.Count == 0) return open;
        await using var batch = Waiting();
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return open;
    }

    /// <summary>The open transaction for statements that do not depend on the queued writes; begins it if necessary.</summary>
    /// <remarks>
    /// ReadCommitted: unique keys and row versions protect against races, and deciding again must see what was committed meanwhile.
    /// </remarks>
    public async ValueTask<NpgsqlTransaction> Open(CancellationToken cancellationToken)
    {
        if (transaction is not null) return transaction;
        connection = await database.OpenConnectionAsync(cancellationToken);
        return transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
    }

    /// <summary>Reads, in one round trip with the queued writes.</summary>
    /// <param name="read">Reads the rows of <paramref name="sql"/>.</param>
    public async Task<T> Read<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, Task<T>> read,
        CancellationToken cancellationToken)
    {
        await Open(cancellationToken);
        Queue(sql, parameters);
        await using var batch = Waiting();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await read(reader);
    }

    /// <summary>Writes, in one round trip with the queued writes; returns the number of rows.</summary>
    public async Task<int> Write(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await Open(cancellationToken);
        var command = Queue(sql, parameters);
        await Begin(cancellationToken);
        return command.RecordsAffected;
    }

    /// <summary>
    /// Queues a write whose result is not needed: it is sent with the next round trip, at the latest right before the commit.
    /// </summary>
    public void Enqueue(string sql, params NpgsqlParameter[] parameters) => Queue(sql, parameters);

    /// <summary>The same with the values of a row's properties, which the statement names: <c>@AccountId</c>.</summary>
    public void EnqueueRow(string sql, object row) => Enqueue(sql, RowParameters.Of(row));

    /// <summary>Sends the queued writes and commits. Not cancellable: a cancelled COMMIT would have an unknown outcome.</summary>
    /// <exception cref="TimeoutException">No answer within ten seconds: the outcome is open, and is left to the database.</exception>
    public async Task Commit()
    {
        if (later.Count > 0) await Begin(CancellationToken.None);
        if (transaction is not null) await CommitAndWait();
        await Release();
    }

    // The database answers a cancelled wait for its standby with success, although what was committed is nowhere else. The driver cancels
    // what takes too long, except a command without a time limit: so the time is limited here, and the wait is left alone. Until it ends,
    // nobody sees what was committed, and a repeat of the same step waits for it.
    private async Task CommitAndWait()
    {
        var command = new NpgsqlCommand("COMMIT", connection, transaction) { CommandTimeout = 0 };
        var committing = command.ExecuteNonQueryAsync(CancellationToken.None);
        try
        {
            await committing.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!committing.IsCompleted)
        {
            var (left, leftConnection) = (transaction!, connection!);
            (transaction, connection) = (null, null);
            _ = LeaveTo(committing, left, leftConnection);
            throw;
        }
    }

    private static async Task LeaveTo(Task committing, NpgsqlTransaction transaction, NpgsqlConnection connection)
    {
        await committing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // The session is gone.
        }

        await connection.DisposeAsync();
    }

    /// <summary>Rolls back.</summary>
    public async ValueTask Rollback()
    {
        try
        {
            if (transaction is not null) await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // The session is gone, and its transaction with it: the rollback has happened.
        }

        await Release();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Rollback();

    private NpgsqlBatchCommand Queue(string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        later.Add(command);
        return command;
    }

    private NpgsqlBatch Waiting()
    {
        var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in later) batch.BatchCommands.Add(command);
        later.Clear();
        return batch;
    }

    private async ValueTask Release()
    {
        later.Clear();
        Snapshots.Clear();
        var (doneTransaction, doneConnection) = (transaction, connection);
        (transaction, connection) = (null, null);
        if (doneTransaction is not null) await doneTransaction.DisposeAsync();
        if (doneConnection is not null) await doneConnection.DisposeAsync();
    }
}
