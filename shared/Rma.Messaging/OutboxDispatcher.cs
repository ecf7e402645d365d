using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Sends committed messages: claims rows, publishes them in order with pipelined confirms, deletes only what the broker confirmed. A crash
/// at any point causes a resend with the same message id, so consumers ignore the duplicate.
/// </summary>
internal sealed class OutboxDispatcher(
    NpgsqlDataSource database, OutboxTable outbox, OutboxSignal signal, MessagingOptions options, BrokerAlarm alarm,
    ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private const int BatchSize = 200;

    // A commit of this process wakes the dispatcher at once. Polling finds deadlines that are due and rows of a replica that died.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    // After a batch lost its channel, one of its rows is the cause: send that many rows one at a time, so that only that row is charged.
    private int oneAtATime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var broker = await BrokerChannel.Open(options, alarm, stoppingToken);
                log.DispatcherConnected();
                pause = TimeSpan.Zero;
                while (!stoppingToken.IsCancellationRequested && broker.IsOpen)
                {
                    // Fewer rows than requested: nothing is left, and a commit in the meantime wakes the dispatcher.
                    var limit = oneAtATime > 0 ? 1 : BatchSize;
                    if (broker.IsBlocked || await SendBatch(broker, limit, stoppingToken) < limit) await signal.Wait(Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                pause = TimeSpan.FromMilliseconds(Math.Clamp(pause.TotalMilliseconds * 2, 200, 5_000));
                log.DispatcherDisconnected(exception.Message, pause);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> SendBatch(BrokerChannel broker, int limit, CancellationToken cancellationToken)
    {
        await using var transaction = new AmbientTransaction(database);
        var rows = await outbox.Claim(transaction, limit, cancellationToken);
        if (rows.Count == 0) return 0;

        var results = await broker.Publish(rows);
        FailPoint.Hit("confirmed");
        OutboxTable.Delete(transaction, [.. results.Where(result => result.Error is null).Select(result => result.Row.Seq)]);
        // A closed channel is charged to a row only when that row was sent alone.
        foreach (var (row, error) in results.Where(result =>
            result.Charged || result.Error is not null && rows.Count == 1 && broker.RowToBlame))
            OutboxTable.Fail(transaction, row, error!, options.ParkAfter);
        await transaction.Commit();
        FailPoint.Hit("deleted");

        oneAtATime = broker.IsOpen ? Math.Max(0, oneAtATime - 1) : rows.Count > 1 && broker.RowToBlame ? rows.Count : oneAtATime;
        Report(results);
        return rows.Count;
    }

    private void Report(IReadOnlyList<PublishResult> results)
    {
        var failed = results.Where(result => result.Error is not null).ToArray();
        MessagingMetrics.Delivered.Add(results.Count - failed.Length);
        if (failed.Length == 0) return;
        MessagingMetrics.Failed.Add(failed.Length);
        log.NotConfirmed(failed.Length, results.Count, failed[0].Row.Exchange, failed[0].Error);
    }
}
