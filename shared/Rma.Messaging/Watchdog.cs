using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Rma.Messaging;

/// <summary>A message that a service sends to itself through its outbox and its queue, to check the whole path.</summary>
public sealed record Heartbeat(string Service, DateTimeOffset SentAt);

/// <summary>When this process last received its own heartbeat.</summary>
public sealed class HeartbeatMonitor
{
    private long heard = Stopwatch.GetTimestamp();

    /// <summary>Time since the last heartbeat was received (since the start when there was none).</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Interlocked.Read(ref heard));

    internal void Record() => Interlocked.Exchange(ref heard, Stopwatch.GetTimestamp());
}

internal sealed class HeartbeatConsumer(HeartbeatMonitor heartbeat) : IConsumer<Heartbeat>
{
    public Task Consume(ConsumeContext<Heartbeat> context)
    {
        heartbeat.Record();
        return Task.CompletedTask;
    }
}

/// <summary>
/// Ends a process whose messaging is stuck although broker and database answer: no heartbeat has been received for too long, or one of its
/// queues has no consumer. Delivery is at least once, so ending is safe, and the supervisor restarts the process.
/// </summary>
internal sealed class Watchdog(
    IServiceScopeFactory scopes, MessagingOptions options, HeartbeatMonitor heartbeat, BrokerAlarm broker, OutboxTable outbox,
    IBusControl bus, ILogger<Watchdog> log)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private readonly LivenessMonitor monitor = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var sample = new HealthSample(await Step(stoppingToken), broker.IsConnected, await UnconsumedQueues(), heartbeat.Silence);
            if (monitor.Evaluate(sample, Beat) is not { } reason) continue;
            log.MessagingStuck(reason);
            await Task.Delay(200, CancellationToken.None);
            Environment.FailFast("rma.watchdog: messaging is wedged");
        }
    }

    // A queue that is down at the broker (its nodes are away) has no consumer whoever asks; a restart brings nobody nearer to it.
    private async Task<IReadOnlyCollection<string>> UnconsumedQueues()
    {
        string[] queues = [.. bus.CheckHealth().Endpoints.Where(endpoint => endpoint.Value.Status != BusHealthStatus.Healthy)
            .Select(endpoint => endpoint.Value.InputAddress?.AbsolutePath.Split('/')[^1] ?? endpoint.Key)];
        return queues.Length > 0 && broker.Connection is { IsOpen: true } connection
            ? [.. queues.Except(await TopologyProbe.Down(connection, queues))] : queues;
    }

    // Broker and database both answer, and a heartbeat is on its way.
    private async Task<bool> Step(CancellationToken cancellationToken)
    {
        try
        {
            MessagingMetrics.Report(await outbox.Backlog(cancellationToken));
            await using var scope = scopes.CreateAsyncScope();
            var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            await scope.ServiceProvider.GetRequiredService<Rma.EventSourcing.AmbientTransaction>().Begin(cancellationToken);
            await scope.ServiceProvider.GetRequiredService<ISendEndpointProvider>().SendHeartbeat(options, cancellationToken);
            await unitOfWork.Commit();
            return !broker.IsRaised && await BrokerAnswers(cancellationToken);
        }
        catch (Exception exception) when (Transient.Is(exception) || exception is OperationCanceledException)
        {
            return false;
        }
    }

    // The pending heartbeat was received in the meantime.
    private async Task<bool> BrokerAnswers(CancellationToken cancellationToken) =>
        heartbeat.Silence < LivenessMonitor.Deaf
            || await BrokerProbe.Answering(options.Broker, options.Certificates, cancellationToken) is not null;
}

internal static class HeartbeatExtensions
{
    public static async Task SendHeartbeat(
        this ISendEndpointProvider provider, MessagingOptions options, CancellationToken cancellationToken)
    {
        // To this service's own queue only; the message type's exchange would reach every service.
        var endpoint = await provider.GetSendEndpoint(new Uri($"exchange:{options.Service}-heartbeat"));
#pragma warning disable RS0030 // A heartbeat tells real time: it measures the machinery, not the business.
        await endpoint.Send(new Heartbeat(options.Service, DateTimeOffset.UtcNow), cancellationToken);
#pragma warning restore RS0030
    }
}

/// <summary>
/// Deletes expired rows: inbox rows after 30 days, idempotency keys after 7, sent messages after 8. Keys of payments never expire.
/// </summary>
internal sealed class Retention(Npgsql.NpgsqlDataSource database, ILogger<Retention> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Forget(
                    "delete from inbox where ctid in (select ctid from inbox where received_at < now() - interval '30 days' limit 10000)",
                    stoppingToken);
                await Forget("delete from idempotency where ctid in (select ctid from idempotency " +
                    "where created_at < now() - interval '7 days' limit 10000)", stoppingToken);
                await Forget(SentMessages.ForgetSql, stoppingToken);
            }
            catch (Npgsql.NpgsqlException exception)
            {
                log.InboxNotTidied(exception.Message);
            }
        }
    }

    // In small batches, so that no statement runs long.
    private async Task Forget(string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Constant texts, above.
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        while (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
        {
        }
    }
}
