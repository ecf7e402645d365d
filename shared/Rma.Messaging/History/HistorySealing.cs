using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Seals the events of this service every few seconds, and once a day (UTC) tells finance the last seal: from then on the past up to it
/// cannot be changed unseen, not even by an administrator of the database.
/// </summary>
public sealed class HistorySealing : BackgroundService
{
    /// <summary>The exchange to finance.</summary>
    public const string Exchange = "history";

    /// <summary>The routing key to finance's queue.</summary>
    public const string RoutingKey = "history";

    private const string AnchorSql =
        "insert into history_anchors (stated_on, upto, stated_at) values ($1, $2, $3) on conflict do nothing";

    private readonly IServiceScopeFactory scopes;
    private readonly MessagingOptions options;
    private readonly HistoryHealth health;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly HistorySealer sealer;
    private DateOnly anchored;

    /// <summary>Made by the container.</summary>
    public HistorySealing(
        IServiceScopeFactory scopes, MessagingOptions options, HistoryHealth health, MessageSigner signer, TimeProvider clock,
        ILogger<HistorySealing> log)
    {
        (this.scopes, this.options, this.health, this.clock, this.log) = (scopes, options, health, clock, log);
        sealer = new HistorySealer(options.Service, clock, signer.Sign);
    }

    /// <summary>Seals everything that can be sealed now, and anchors the day.</summary>
    /// <exception cref="HistoryBrokenException">The stored history is not the one that was sealed.</exception>
    public async Task SealNow(CancellationToken cancellationToken)
    {
        while (await SealNext(cancellationToken)) { }
        await AnchorToday(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SealEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SealNow(stoppingToken);
                health.Fault = null;
            }
            catch (HistoryBrokenException broken)
            {
                if (health.Fault != broken.Message) log.HistoryBroken(broken.Message);
                health.Fault = broken.Message;
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                log.SealingFailed(exception.Message);
            }
        }
    }

    private async Task<bool> SealNext(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var seal = await sealer.SealNext(scope.ServiceProvider.GetRequiredService<AmbientTransaction>(), cancellationToken);
        if (seal is null) return false;
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Commit();
        return true;
    }

    private async Task AnchorToday(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var utc = now.UtcDateTime;
        var today = new DateOnly(utc.Year, utc.Month, utc.Day);
        if (anchored == today) return;
        await using var scope = scopes.CreateAsyncScope();
        var transaction = scope.ServiceProvider.GetRequiredService<AmbientTransaction>();
        if (await HistorySealer.Last(transaction, cancellationToken) is not { } seal) return;
        var isMine = await transaction.Write(AnchorSql,
            [new NpgsqlParameter<DateOnly> { TypedValue = today }, new NpgsqlParameter<long> { TypedValue = seal.UpTo },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() }], cancellationToken) == 1;
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        if (isMine) unitOfWork.Add(Message(seal, today));
        await unitOfWork.Commit();
        anchored = today;
        if (isMine) log.HistoryAnchored(seal.Events, seal.UpTo, Convert.ToHexStringLower(seal.Digest));
    }

    private OutboxRow Message(HistorySeal seal, DateOnly today) => OutboxRow.PlainJson(
        NameBasedId.Of($"history/{options.Service}/{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"), Exchange, RoutingKey,
        new HistoryAnchor(options.Service, today, seal.UpTo, seal.Events, Convert.ToHexStringLower(seal.Digest),
            seal.SealedAt.ToUniversalTime(), seal.Signature));
}
