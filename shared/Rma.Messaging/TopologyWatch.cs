using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Rma.Messaging;

/// <summary>Asks the broker for exchanges and queues by declaring them passively, for which no right is needed.</summary>
public static class TopologyProbe
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>Those that are not there. The broker closes a channel with that answer, so the next one is asked on another.</summary>
    /// <exception cref="TimeoutException">The broker does not answer.</exception>
    public static async Task<IReadOnlyList<NeededPart>> Missing(IConnection connection, IEnumerable<NeededPart> needs)
    {
        var (missing, channel) = (new List<NeededPart>(), (IChannel?)null);
        try
        {
            foreach (var part in needs)
            {
                channel ??= await connection.CreateChannelAsync().WaitAsync(Soon);
                if (await IsThere(channel, part)) continue;
                missing.Add(part);
                channel.DisposeAsync().AsTask().Forget();
                channel = null;
            }
        }
        finally
        {
            channel?.DisposeAsync().AsTask().Forget();
        }

        return missing;
    }

    /// <summary>Queues that are declared, and that the broker does not let anybody use now.</summary>
    public static async Task<IReadOnlyList<string>> Down(IConnection connection, IEnumerable<string> queues)
    {
        var down = new List<string>();
        foreach (var queue in queues)
        {
            try
            {
                await using var channel = await connection.CreateChannelAsync().WaitAsync(Soon);
                await channel.QueueDeclarePassiveAsync(queue).WaitAsync(Soon);
            }
            catch (Exception exception) when (exception is TimeoutException || IsDown(exception))
            {
                down.Add(queue);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The connection is gone, which the outbox says.
            }
        }

        return down;
    }

    // One that was deleted is told as "no queue …", with the same code.
    private static bool IsDown(Exception exception) => exception is OperationInterruptedException { ShutdownReason: { } reason }
        && reason.ReplyCode == Constants.NotFound && !reason.ReplyText.Contains("no queue", StringComparison.Ordinal);

    private static async Task<bool> IsThere(IChannel channel, NeededPart part)
    {
        try
        {
            await (part.IsQueue ? channel.QueueDeclarePassiveAsync(part.Name) : channel.ExchangeDeclarePassiveAsync(part.Name))
                .WaitAsync(Soon);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }
}

/// <summary>
/// Looks every half minute whether the broker has what this service needs, on a short-lived channel of the outbox's connection. Somebody
/// who deletes an exchange closes no connection and causes no error: nothing would flow, and everything would look well.
/// </summary>
internal sealed class TopologyWatch(
    MessagingOptions options, BrokerAlarm broker, TopologyHealth health, IBusControl bus, ILogger<TopologyWatch> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private readonly IReadOnlyList<NeededPart> needs = options.Topology.NeedsOf(options.Service);
    private string said = "";
    private bool started;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var answered = await Look();
            var pause = answered && health.Missing is [] || options.TopologyEvery < Again ? options.TopologyEvery : Again;
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The bus makes the service's own queues when it starts. An alarm keeps the broker from reading what is asked.
    private async Task<bool> Look()
    {
        started = started || bus.CheckHealth().Status == BusHealthStatus.Healthy;
        if (!started || broker is not { IsRaised: false, Connection: { IsOpen: true } connection }) return Unanswered();
        try
        {
            health.Note(needs, await TopologyProbe.Missing(connection, needs));
            MessagingMetrics.ReportMissing(health.Missing.Count);
            Tell(string.Join(", ", health.Missing));
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is gone or stuck, which the bus and the outbox say; whatever it is, the process goes on.
            return Unanswered();
        }
    }

    private bool Unanswered()
    {
        health.Forget();
        MessagingMetrics.ReportMissing(0);
        return false;
    }

    private void Tell(string missing)
    {
        if (missing == said) return;
        if (missing.Length > 0) log.TopologyMissing(missing);
        else log.TopologyComplete();
        said = missing;
    }
}
