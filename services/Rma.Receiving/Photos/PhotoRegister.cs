using Dapper;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Receiving.Photos;

/// <summary>The table of photos: who uploaded each, when, and what was written.</summary>
internal sealed class PhotoRegister(NpgsqlDataSource database, TimeProvider clock)
{
    private const string AddSql =
        """
        insert into photos (photo, stored_sha256, site, uploaded_by, uploaded_at) values (@hash, @stored, @site, @by, @Now)
        on conflict (photo) do update set stored_sha256 = @stored, uploaded_at = @Now
        """;

    private DateTimeOffset Now => clock.GetUtcNow().ToUniversalTime();

    /// <summary>How many different photos this site or person has uploaded within 24 hours.</summary>
    public async Task<int> UploadedToday(string siteOrPerson, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from photos where coalesce(site, uploaded_by) = @siteOrPerson and uploaded_at > @since",
            new { siteOrPerson, since = Now.AddDays(-1) }, cancellationToken: ct));
    }

    /// <summary>Notes that a photo was sent once more: it is kept from now on. False when it is not in the table.</summary>
    public async Task<bool> SentAgain(string hash, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update photos set uploaded_at = @Now where photo = @hash and stored_sha256 is not null", new { hash, Now },
            cancellationToken: ct)) > 0;
    }

    /// <summary>Adds a photo; its row is locked while the file is put in its place, so that no clean-up removes it then.</summary>
    public async Task Add(string hash, string stored, string? site, string by, Action keep, CancellationToken ct)
    {
        await using var step = new AmbientTransaction(database);
        var transaction = await step.Begin(ct);
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(AddSql, new { hash, stored, site, by, Now }, transaction, cancellationToken: ct));
        keep();
        await step.Commit();
    }

    /// <summary>The SHA-256 of the file as it was written; null when that is not known.</summary>
    public async Task<string?> StoredSha256(string hash, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select stored_sha256 from photos where photo = @hash", new { hash }, cancellationToken: ct));
    }

    /// <summary>Adds what an earlier release or another way put into the folder, as of its own time.</summary>
    public async Task Adopt((string Hash, DateTimeOffset StoredAt)[] found, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into photos (photo, uploaded_at) select * from unnest(@hashes::text[], @times::timestamptz[]) on conflict do nothing",
            new { hashes = found.Select(photo => photo.Hash).ToArray(),
                times = found.Select(photo => photo.StoredAt.ToUniversalTime()).ToArray() }, cancellationToken: ct));
    }
}
