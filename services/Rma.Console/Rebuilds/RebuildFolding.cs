using Dapper;
using Rma.Console.Facts;
using Rma.Console.Returns;
using Rma.EventSourcing;

namespace Rma.Console.Rebuilds;

/// <summary>Makes the rows of a rebuild and lets them be read, in the transaction of the one that claimed it.</summary>
internal sealed class RebuildFolding(AmbientTransaction transaction, TimeProvider clock, ILogger<RebuildFolding> log)
{
    private const int RequestsOfBatch = 200;

    /// <summary>Makes the rows of the next requests. True: there is more to do at once.</summary>
    public async Task<bool> Fold(CancellationToken cancellationToken)
    {
        if (await ReadSide.ForWriting(transaction, cancellationToken) is not { Building: { } slot, RebuildId: { } rebuildId }) return false;
        var open = await transaction.Begin(cancellationToken);
        var requests = (await open.Connection!.QueryAsync<Guid>(
            """
            select distinct rma_id from heard where slot = @slot
                and rma_id > coalesce((select folded_to from rebuilds where rebuild_id = @rebuildId), @nil)
            order by rma_id limit @limit
            """, new { slot, rebuildId, nil = Guid.Empty, limit = RequestsOfBatch }, open)).ToArray();
        if (requests.Length == 0) return await InStage(RebuildStages.Comparing, rebuildId);
        Listener.Lock(transaction, requests);
        open = await transaction.Begin(cancellationToken);
        foreach (var request in await HeardTable.OfRequests(open.Connection!, slot, requests, open))
            ReturnTable.WriteAll(transaction, slot, request.Key, ReturnStory.Of(request), [.. request], tell: false);
        await open.Connection!.ExecuteAsync(
            "update rebuilds set folded_to = @to, folded = folded + @count where rebuild_id = @rebuildId",
            new { to = requests[^1], count = requests.Length, rebuildId }, open);
        return true;
    }

    /// <summary>
    /// Compares the slots and lets them change places. Whoever writes meanwhile writes to both, so nobody waits for the comparison.
    /// </summary>
    public async Task<bool> ChangePlaces(CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        await open.Connection!.ExecuteAsync("set local statement_timeout = 0", transaction: open);
        var slots = await open.Connection!.QuerySingleAsync<Slots>(ReadSide.Sql, transaction: open);
        if (slots is not { Building: { } building, RebuildId: { } rebuildId }) return false;
        // What was filled a moment ago is read with the right plans from the first question on.
        await open.Connection!.ExecuteAsync("select analyze_building_slot()", transaction: open);
        var found = await SlotComparison.Of(open, slots.Active, building);
        await ReadSide.ForChanging(transaction, cancellationToken);
        await open.Connection!.ExecuteAsync(
            """
            update read_side set active = building, building = null, rebuild_id = null;
            update rebuilds set stage = @ended, ended_at = @now, differences = @found::jsonb where rebuild_id = @rebuildId
            """, new { rebuildId, ended = RebuildStages.Ended, found, now = clock.GetUtcNow() }, open);
        log.RebuildEnded(rebuildId, found);
        return false;
    }

    private async Task<bool> InStage(string stage, Guid rebuildId)
    {
        var open = await transaction.Begin(CancellationToken.None);
        await open.Connection!.ExecuteAsync(
            "update rebuilds set stage = @stage where rebuild_id = @rebuildId", new { stage, rebuildId }, open);
        return true;
    }
}
