using Dapper;
using Npgsql;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Messaging;

namespace Rma.Issuance.People;

/// <summary>
/// Destroys the keys of people whose last return ended longer ago than <c>People:KeptDays</c>, and forgets reads of people's data after
/// <c>People:ReadsKeptDays</c>. What is kept or running stays readable; a round can be repeated at any time.
/// </summary>
internal sealed class PeopleRetention(
    IServiceScopeFactory scopes, NpgsqlDataSource database, PeopleKept kept, TimeProvider clock, ILogger<PeopleRetention> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    // Who was named lately, or in a request that is under way, is not even looked at.
    private const string CandidatesSql =
        """
        select keys.key_id from personal_keys keys
        where keys.key is not null and keys.key_id > @after and keys.made_at < @before and not exists (
            select from personal_uses used left join rma_register rma using (rma_id)
            where used.key_id = keys.key_id and (used.used_at >= @before or rma.state is null or rma.state in ('issued', 'referred')))
        order by keys.key_id limit 100
        """;

    // Whoever names the person in a new request holds the row until that is stored.
    private const string LockSql = "select key_id from personal_keys where key_id = @key and key is not null for update skip locked";

    private const string EraseSql =
        """
        update personal_keys set key = null, erased_at = @now, erased_by = 'issuance', reason = @reason, erasure = 'retention'
        where key_id = @key
        """;

    private const string ForgetSql =
        "delete from personal_reads where ctid in (select ctid from personal_reads where read_at < @before limit 10000)";

    /// <summary>One round; returns how many keys were destroyed and how many reads forgotten.</summary>
    public async Task<(int Keys, int Reads)> Round(CancellationToken ct)
    {
        var (keys, reads) = (0, 0);
        if (kept.Days is { } days) keys = await EraseOlder(days, ct);
        if (kept.ReadsDays is not { } readsDays) return (keys, reads);
        await using var connection = await database.OpenConnectionAsync(ct);
        while (await connection.ExecuteAsync(
            new CommandDefinition(ForgetSql, new { before = Now.AddDays(-readsDays) }, cancellationToken: ct)) is > 0 and var some)
            reads += some;
        return (keys, reads);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (kept is { Days: null, ReadsDays: null }) return;
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await Round(stoppingToken) is var (keys, reads) && (keys, reads) != (0, 0)) log.PeopleForgotten(keys, reads);
            }
            catch (Exception exception) when (Transient.Is(exception) || exception is NpgsqlException)
            {
                log.PeopleNotForgotten(exception.Message);
            }
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow().ToUniversalTime();

    private async Task<int> EraseOlder(int days, CancellationToken ct)
    {
        var (erased, after, before) = (0, Guid.Empty, Now.AddDays(-days));
        while (true)
        {
            Guid[] candidates;
            await using (var connection = await database.OpenConnectionAsync(ct))
            {
                candidates = [.. await connection.QueryAsync<Guid>(
                    new CommandDefinition(CandidatesSql, new { after, before }, cancellationToken: ct))];
            }

            if (candidates is []) return erased;
            foreach (var key in candidates)
            {
                if (await Erase(after = key, before, days, ct)) erased++;
            }
        }
    }

    private async Task<bool> Erase(Guid key, DateTimeOffset before, int days, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var transaction = scope.ServiceProvider.GetRequiredService<AmbientTransaction>();
        var rmas = scope.ServiceProvider.GetRequiredService<Streams<ReturnAuthorization, RmaEvent>>();
        var open = await transaction.Begin(ct);
        if (await open.Connection!.QuerySingleOrDefaultAsync<Guid?>(LockSql, new { key }, open) is null) return false;
        var uses = await open.Connection!.QueryAsync<Guid>("select rma_id from personal_uses where key_id = @key", new { key }, open);
        foreach (var rma in uses.ToArray())
        {
            if (await EndOf(rma, rmas, ct) is not { } end || end >= before) return false;
        }

        await open.Connection!.ExecuteAsync(
            EraseSql, new { key, now = Now, reason = $"{days} days after the person's last return ended (People:KeptDays)" }, open);
        await transaction.Commit();
        return true;
    }

    // A number that was issued in place of another one has the same person.
    private static async Task<DateTimeOffset?> EndOf(Guid id, Streams<ReturnAuthorization, RmaEvent> rmas, CancellationToken ct)
    {
        var rma = await rmas.Get(id, ct);
        var end = RequestEnd.Of(rma);
        if (end is null || rma.ReissuedBy is not { ByRmaId: var next }) return end;
        return await EndOf(next, rmas, ct) is { } later ? later > end ? later : end : null;
    }
}
