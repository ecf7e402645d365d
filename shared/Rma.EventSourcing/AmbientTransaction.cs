using System.Data;
using Npgsql;

namespace Rma.EventSourcing;

/// <summary>
/// The one transaction of a scope (one HTTP request, one consumed message). Inbox, events, saga state and outbox all write through it,
/// so they commit together or not at all. It begins when first used and rolls back unless it was committed.
/// </summary>
public sealed class AmbientTransaction(NpgsqlDataSource database) : IAsyncDisposable
{
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

        return transaction;
    }

    /// <summary>Commits. Not cancellable: a cancelled COMMIT would leave its outcome unknown.</summary>
    public async Task Commit()
    {
        if (transaction is null) return;
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

    private async ValueTask Release()
    {
        var (doneTransaction, doneConnection) = (transaction, connection);
        (transaction, connection) = (null, null);
        if (doneTransaction is not null) await doneTransaction.DisposeAsync();
        if (doneConnection is not null) await doneConnection.DisposeAsync();
    }
}
