using Dapper;
using Npgsql;
using Rma.Messaging;

namespace Rma.Receiving.Photos;

/// <summary>
/// Removes photos that were uploaded more than <c>Photos:KeptDays</c> ago and that no event refers to. A request that names a photo holds
/// its row until its events are stored; such rows are passed over, so a photo is never removed under a request.
/// </summary>
internal sealed class PhotoCleanUp(
    NpgsqlDataSource database, PhotoStore store, PhotoRegister register, PhotoSettings settings, TimeProvider clock,
    ILogger<PhotoCleanUp> log) : BackgroundService
{
    private const int Batch = 100;

    private const string LockSql =
        """
        select photo from photos where not used and uploaded_at < @before order by uploaded_at, photo limit @Batch for update skip locked
        """;

    private bool adopted;

    /// <summary>One round; returns how many were removed.</summary>
    public async Task<int> Round(CancellationToken ct)
    {
        store.RemoveUnfinished(TimeProvider.System.GetUtcNow().AddDays(-1));
        if (!adopted)
        {
            foreach (var found in store.All()) await register.Adopt(found, ct);
            adopted = true;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await PhotoUses.Note(connection, ct);
        var removed = 0;
        while (await RemoveSome(connection, ct) is { Looked: > 0 } some) removed += some.Removed;
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.CleanUpEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await Round(stoppingToken) is > 0 and var count) log.PhotosRemoved(count, settings.KeptDays);
            }
            catch (Exception exception) when (Transient.Is(exception)
                || exception is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                log.PhotosNotRemoved(exception.Message);
            }
        }
    }

    private async Task<(int Looked, int Removed)> RemoveSome(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = clock.GetUtcNow().ToUniversalTime().AddDays(-settings.KeptDays);
        string[] old = [.. await connection.QueryAsync<string>(
            new CommandDefinition(LockSql, new { before, Batch }, transaction, cancellationToken: ct))];
        if (old is []) return (0, 0);
        var used = await PhotoUses.Of(old, transaction, ct);
        string[] unused = [.. old.Where(photo => !used.Contains(photo))];
        await connection.ExecuteAsync(new CommandDefinition(
            "update photos set used = true where photo = any(@used)", new { used = used.ToArray() }, transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from photos where photo = any(@unused)", new { unused }, transaction, cancellationToken: ct));
        foreach (var photo in unused) store.Remove(photo);
        await transaction.CommitAsync(CancellationToken.None);
        return (old.Length, unused.Length);
    }
}
