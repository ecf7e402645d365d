using Dapper;
using Npgsql;

namespace Rma.Receiving.Photos;

/// <summary>
/// Which photos events refer to, read from the events themselves: those that are sealed are read once and noted, the others each time.
/// </summary>
internal static class PhotoUses
{
    private const int Step = 10_000;

    // Every list named Photos, however deep in an event.
    private const string Named = "jsonb_path_query(event.data, '$.**.Photos[*]') #>> '{}'";

    private const string NoteSql =
        $"""
        with next as (
            select least((select coalesce(max(upto), 0) from history_seals), at.upto + @Step) as upto, at.upto as after
            from photo_uses_upto at),
        noted as (
            insert into photo_uses (photo)
            select distinct {Named} from mt_events event, next
            where event.seq_id > next.after and event.seq_id <= next.upto
            on conflict do nothing)
        update photo_uses_upto at set upto = next.upto from next where next.upto > at.upto
        """;

    private const string UsedSql =
        $"""
        select photo from photo_uses where photo = any(@photos)
        union
        select used.photo from (select {Named} as photo from mt_events event
            where event.seq_id > (select upto from photo_uses_upto)) used
        where used.photo = any(@photos)
        """;

    /// <summary>Notes the uses of sealed events that were not read yet; before a seal an earlier event may still be on its way.</summary>
    public static async Task Note(NpgsqlConnection connection, CancellationToken ct)
    {
        while (await connection.ExecuteAsync(new CommandDefinition(NoteSql, new { Step }, cancellationToken: ct)) > 0)
        {
        }
    }

    /// <summary>Those of the photos that an event refers to.</summary>
    public static async Task<HashSet<string>> Of(string[] photos, NpgsqlTransaction transaction, CancellationToken ct) =>
        [.. await transaction.Connection!.QueryAsync<string>(
            new CommandDefinition(UsedSql, new { photos }, transaction, cancellationToken: ct))];
}
