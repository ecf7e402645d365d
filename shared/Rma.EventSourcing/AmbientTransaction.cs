using System.Data;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// The one transaction of a scope (one HTTP request, one consumed message). Inbox, events, saga state and outbox all write through it,
/// so they commit together or not at all. It begins when first used and rolls back unless it was committed.
/// </summary>
public sealed class AmbientTransaction(NpgsqlDataSource database) : IAsyncDisposable
{
    private readonly List<NpgsqlBatchCommand> later = [];
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;

    /// <summary>Whether something has been begun that is not yet committed or rolled back.</summary>
    public bool Active => transaction is not null;

    /// <summary>A command on the transaction, which begins here when it has not yet.</summary>
    public async ValueTask<NpgsqlCommand> Command(string sql, CancellationToken cancellationToken)
    {
        await Begin(cancellationToken);
        return new NpgsqlCommand(sql, connection, transaction);
    }

    /// <summary>The open transaction; begins it when it has not yet.</summary>
    /// <remarks>ReadCommitted: unique keys and row versions are the proof, and a decide-again must see what was committed meanwhile.</remarks>
    public async ValueTask<NpgsqlTransaction> Begin(CancellationToken cancellationToken)
    {
        if (transaction is null)
        {
            connection = await database.OpenConnectionAsync(cancellationToken);
            transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        }

        await WriteWhatWaits(cancellationToken);
        return transaction;
    }

    /// <summary>
    /// A write whose result nobody looks at: it waits for the next ones and goes with them in one round trip, before the transaction is used again or commits.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing has been begun.</exception>
    public void WriteLater(string sql, params NpgsqlParameter[] parameters)
    {
        if (transaction is null) throw new InvalidOperationException("Begin before you write.");
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        later.Add(command);
    }

    /// <summary>Commits. Not cancellable: a cancelled COMMIT would leave its outcome unknown.</summary>
    public async Task Commit()
    {
        if (transaction is null) return;
        await WriteWhatWaits(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        await Release();
    }

    /// <summary>Gives everything up that was not committed.</summary>
    public async ValueTask Rollback()
    {
        if (transaction is null) return;
        try
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // The session is gone, and the transaction with it: that is what was asked for.
        }

        await Release();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Rollback();

    private async ValueTask WriteWhatWaits(CancellationToken cancellationToken)
    {
        if (later.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in later) batch.BatchCommands.Add(command);
        later.Clear();
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async ValueTask Release()
    {
        later.Clear();
        var (doneTransaction, doneConnection) = (transaction, connection);
        (transaction, connection) = (null, null);
        if (doneTransaction is not null) await doneTransaction.DisposeAsync();
        if (doneConnection is not null) await doneConnection.DisposeAsync();
    }
}
