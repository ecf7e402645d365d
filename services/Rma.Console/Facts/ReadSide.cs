using Dapper;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Console.Facts;

/// <summary>Which slot is read, and which is being built.</summary>
internal sealed record Slots(short Active, short? Building, Guid? RebuildId);

/// <summary>The state of the read side, as a transaction sees it and as readers remember it.</summary>
internal sealed class ReadSide(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Lock = "1380794624";

    /// <summary>
    /// Whoever writes shares a lock until the commit: a rebuild that begins or ends waits for them, so none writes to a slot that is not
    /// the one it should be.
    /// </summary>
    public const string LockForWritingSql = $"select pg_advisory_xact_lock_shared({Lock})";

    /// <summary>Selects <see cref="Slots"/>.</summary>
    public const string Sql = "select active, building, rebuild_id from read_side";
    private static readonly TimeSpan Remembered = TimeSpan.FromMilliseconds(500);

    private (short Active, long At)? last;

    /// <summary>The slots, for writing.</summary>
    public static Task<Slots> ForWriting(AmbientTransaction transaction, CancellationToken cancellationToken) =>
        Locked(transaction, LockForWritingSql, cancellationToken);

    /// <summary>The slots, for a change of them.</summary>
    public static Task<Slots> ForChanging(AmbientTransaction transaction, CancellationToken cancellationToken) =>
        Locked(transaction, $"select pg_advisory_xact_lock({Lock})", cancellationToken);

    /// <summary>The slot that is read; at most half a second old.</summary>
    public async Task<short> Active(CancellationToken cancellationToken)
    {
        if (last is { } known && clock.GetElapsedTime(known.At) < Remembered) return known.Active;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var active = (await connection.QuerySingleAsync<Slots>(Sql)).Active;
        last = (active, clock.GetTimestamp());
        return active;
    }

    private static async Task<Slots> Locked(AmbientTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        await open.Connection!.ExecuteAsync(sql, transaction: open);
        return await open.Connection!.QuerySingleAsync<Slots>(Sql, transaction: open);
    }
}
