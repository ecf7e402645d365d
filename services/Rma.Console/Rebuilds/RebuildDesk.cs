using Dapper;
using MassTransit;
using Rma.Console.Facts;
using Rma.Contracts.Console.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Console.Rebuilds;

/// <summary>How far a rebuild is.</summary>
internal static class RebuildStages
{
    /// <summary>The services tell their past.</summary>
    public const string Telling = "telling";

    /// <summary>The rows are made of it.</summary>
    public const string Folding = "folding";

    /// <summary>It is compared with what was read until now; then the two change places.</summary>
    public const string Comparing = "comparing";

    /// <summary>It is read from now on; what was different before is counted.</summary>
    public const string Ended = "ended";

    /// <summary>An operator gave it up.</summary>
    public const string Abandoned = "abandoned";
}

/// <summary>Begins rebuilds of the read side and takes what the services tell for them.</summary>
internal sealed class RebuildDesk(AmbientTransaction transaction, IPublishEndpoint publish, TimeProvider clock)
{
    private static readonly string[] Services =
        [.. Topology.OfPlatform.Services.Select(service => service.Name).Where(service => service != "console")];

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The rebuild that is under way, for this transaction alone; null when there is none, or another process is at it.</summary>
    public async Task<(Guid RebuildId, string Stage)?> Claim(CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QuerySingleOrDefaultAsync<(Guid, string)?>(
            "select rebuild_id, stage from rebuilds join read_side using (rebuild_id) for update of rebuilds skip locked",
            transaction: open);
    }

    /// <summary>Whether there was ever one.</summary>
    public async Task<bool> Any(CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        return await open.Connection!.QuerySingleAsync<bool>("select exists (select from rebuilds)", transaction: open);
    }

    /// <summary>The first one, unless another process was faster.</summary>
    public async Task BeginFirst(CancellationToken cancellationToken)
    {
        await ReadSide.ForChanging(transaction, cancellationToken);
        if (!await Any(cancellationToken)) await Begin("service:console", cancellationToken);
    }

    /// <summary>Ends the rebuild that is under way without a result: what was read is read further.</summary>
    /// <returns>Whether this one was under way.</returns>
    public async Task<bool> Abandon(Guid rebuildId, CancellationToken cancellationToken)
    {
        if ((await ReadSide.ForChanging(transaction, cancellationToken)).RebuildId != rebuildId) return false;
        var open = await transaction.Begin(cancellationToken);
        await open.Connection!.ExecuteAsync(
            """
            update read_side set building = null, rebuild_id = null;
            update rebuilds set stage = @abandoned, ended_at = @now where rebuild_id = @rebuildId
            """, new { rebuildId, abandoned = RebuildStages.Abandoned, now = Now }, open);
        return true;
    }

    /// <summary>Begins one in the slot that nobody reads, and asks every service for its past.</summary>
    /// <exception cref="RefusedException">One is under way.</exception>
    public async Task<Guid> Begin(string by, CancellationToken cancellationToken)
    {
        var slots = await ReadSide.ForChanging(transaction, cancellationToken);
        var open = await transaction.Begin(cancellationToken);
        if (slots.RebuildId is { } running) throw new RefusedException("rebuild.under-way", $"The rebuild {running} is under way.");
        var id = Guid.CreateVersion7();
        await open.Connection!.ExecuteAsync(
            """
            select clear_building_slot();
            update read_side set building = 1 - active, rebuild_id = @id;
            insert into rebuilds (rebuild_id, asked_by, began_at, stage) values (@id, @by, @now, @stage)
            """, new { id, by, now = Now, stage = RebuildStages.Telling }, open);
        foreach (var service in Services)
        {
            await open.Connection!.ExecuteAsync(
                "insert into rebuild_sources (rebuild_id, service, number, asked_at) values (@id, @service, 1, @now)",
                new { id, service, now = Now }, open);
            await publish.Publish(new TellPast(id, service, 1, null), cancellationToken);
        }

        return id;
    }

    /// <summary>Keeps a part and asks for the next. A part that was not asked for, or was kept already, changes nothing.</summary>
    public async Task Take(
        string service, Guid rebuildId, int number, string? next, PastMessage[] messages, CancellationToken cancellationToken)
    {
        var slots = await ReadSide.ForWriting(transaction, cancellationToken);
        if (slots.RebuildId != rebuildId || slots.Building is not { } slot) return;
        var open = await transaction.Begin(cancellationToken);
        var taken = await open.Connection!.ExecuteAsync(
            """
            update rebuild_sources set number = number + 1, next = @next, messages = messages + @count, done = @next is null,
                asked_at = @now
            where rebuild_id = @rebuildId and service = @service and number = @number and not done
            """, new { rebuildId, service, number, next, count = messages.Length, now = Now }, open);
        if (taken == 0) return;
        Keep(slot, messages);
        if (next is not null) await publish.Publish(new TellPast(rebuildId, service, number + 1, next), cancellationToken);
    }

    /// <summary>Goes on when all have told everything; asks again where no answer came for a while.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public async Task<bool> Follow(TimeSpan patience, CancellationToken cancellationToken)
    {
        var open = await transaction.Begin(cancellationToken);
        if (await open.Connection!.ExecuteAsync(
            """
            update rebuilds set stage = @folding from read_side where rebuilds.rebuild_id = read_side.rebuild_id
                and not exists (select from rebuild_sources where rebuild_id = rebuilds.rebuild_id and not done)
            """, new { folding = RebuildStages.Folding }, open) > 0) return true;
        var waiting = await open.Connection!.QueryAsync<(Guid RebuildId, string Service, int Number, string? Next)>(
            """
            update rebuild_sources set asked_at = @now from read_side
            where rebuild_sources.rebuild_id = read_side.rebuild_id and not done and asked_at < @before
            returning rebuild_sources.rebuild_id, service, number, next
            """, new { now = Now, before = Now - patience }, open);
        foreach (var (id, service, number, next) in waiting)
            await publish.Publish(new TellPast(id, service, number, next), cancellationToken);
        return false;
    }

    private void Keep(short slot, PastMessage[] messages)
    {
        Fact[] facts = [.. messages.Where(said => Fact.Keeps(said.Type))
            .Select(said => Fact.OfPast(said.MessageId, said.Type, said.Body, said.Actor))];
        HeardTable.EnqueuePast(transaction, slot, facts);
        foreach (var fact in facts) Listener.Others(transaction, slot, fact.Message);
    }
}
