using System.Diagnostics;
using MassTransit.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Rma.Messaging;

/// <param name="Charged">Whether this row caused the failure (unroutable, refused) rather than the connection.</param>
internal readonly record struct PublishResult(ClaimedRow Row, string? Error, bool Charged)
{
    public void Deconstruct(out ClaimedRow row, out string? error) => (row, error) = (Row, Error);
}

/// <summary>
/// The dispatcher's own connection. No automatic recovery: a broken connection is dropped and a new one is opened. Publishing never takes a
/// cancellation token (a cancelled publish corrupts the client's confirm sequence); the caller limits its time instead.
/// </summary>
internal sealed class BrokerChannel : IAsyncDisposable
{
    private const int InFlight = 32;
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OpeningTimeout = TimeSpan.FromSeconds(10);

    // The rows are locked by a transaction that the database ends after thirty idle seconds.
    private static readonly TimeSpan BatchTimeout = TimeSpan.FromSeconds(12);

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly string user;
    private readonly HashSet<string> found = [];
    private readonly BrokerAlarm alarm;
    private volatile bool stuck;

    private BrokerChannel(IConnection connection, IChannel channel, string user, BrokerAlarm alarm)
    {
        (this.connection, this.channel, this.user, this.alarm) = (connection, channel, user, alarm);
        connection.ConnectionBlockedAsync += (_, _) => Set(true);
        connection.ConnectionUnblockedAsync += (_, _) => Set(false);
        (alarm.IsRaised, alarm.IsConnected, alarm.Connection) = (false, true, connection);

        Task Set(bool raised)
        {
            alarm.IsRaised = raised;
            return Task.CompletedTask;
        }
    }

    public bool IsOpen => channel.IsOpen && connection.IsOpen && !stuck;

    /// <summary>A disk or memory alarm: the broker accepts no messages for now.</summary>
    public bool IsBlocked => alarm.IsRaised;

    /// <summary>The broker closed the channel but not the connection: it refused something that was sent.</summary>
    public bool RowToBlame => connection.IsOpen && !channel.IsOpen;

    public static async Task<BrokerChannel> Open(MessagingOptions options, BrokerAlarm alarm, CancellationToken cancellationToken)
    {
        var broker = options.Broker;
        var node = await BrokerProbe.Answering(broker, options.Certificates, cancellationToken)
            ?? throw new IOException(options.Certificates.FaultOf(Certificates.Broker) is { } fault
                ? $"the broker is not believed: {fault}" : "no node of the broker answers");
        var factory = new ConnectionFactory
        {
            UserName = broker.User, Password = broker.Password, VirtualHost = broker.VirtualHost, AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false, RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };
        var opened = await InTime(factory.CreateConnectionAsync(
            new OneEndpoint(broker.EndpointOf(node, options.Certificates)), $"{options.Service} outbox", CancellationToken.None),
            late => late.AbortAsync(CancellationToken.None).Forget(), cancellationToken);
        try
        {
            var made = await InTime(opened.CreateChannelAsync(new CreateChannelOptions(true, true), CancellationToken.None), _ => { },
                cancellationToken);
            return new BrokerChannel(opened, made, broker.User, alarm);
        }
        catch
        {
            opened.AbortAsync(CancellationToken.None).Forget();
            throw;
        }
    }

    // A broker that accepts and says nothing would hold the outbox for more than a minute. What comes too late is dropped.
    private static async Task<T> InTime<T>(Task<T> opening, Action<T> drop, CancellationToken cancellationToken)
    {
        try
        {
            return await opening.WaitAsync(OpeningTimeout, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            opening.ContinueWith(
                done => drop(done.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default)
                .Forget();
            throw;
        }
    }

    /// <summary>
    /// Publishes in order with a bounded number in flight and waits for every confirm. Rows that would exceed the time limit are left for
    /// the next batch.
    /// </summary>
    public async Task<IReadOnlyList<PublishResult>> Publish(IReadOnlyList<ClaimedRow> rows)
    {
        var results = new List<PublishResult>(rows.Count);
        var watch = Stopwatch.StartNew();
        foreach (var chunk in rows.Chunk(InFlight))
        {
            var missing = watch.Elapsed > BatchTimeout ? null : await FindMissing(chunk);
            if (watch.Elapsed > BatchTimeout || !IsOpen)
            {
                results.AddRange(chunk.Select(row => row.Exchange == missing
                    ? new PublishResult(row, "its exchange is not there", Charged: true)
                    : new PublishResult(row, "left for the next batch", Charged: false)));
                continue;
            }

            var sends = chunk.Select(Send).ToArray();
            FailPoint.Hit("published");
            results.AddRange(await Task.WhenAll(sends));
        }

        return results;
    }

    public async ValueTask DisposeAsync()
    {
        (alarm.IsConnected, alarm.Connection) = (false, null);
        // A connection whose write loop died can hang on close: wait a moment, then drop it.
        try
        {
            await connection.CloseAsync(TimeSpan.FromSeconds(2)).WaitAsync(TimeSpan.FromSeconds(3));
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (Exception exception) when (
            exception is TimeoutException or AlreadyClosedException or IOException or ObjectDisposedException
            or OperationInterruptedException)
        {
            connection.AbortAsync(CancellationToken.None).Forget();
        }
    }

    // Exchanges are part of the broker's definitions; before the first message to each it is made sure that it is there. Returns the one
    // that is missing, if any; the answer closes the channel.
    private async Task<string?> FindMissing(IEnumerable<ClaimedRow> rows)
    {
        foreach (var exchange in rows.Select(row => row.Exchange).Where(name => name.Contains(".V", StringComparison.Ordinal)).Distinct())
        {
            if (!IsOpen) return null;
            if (found.Contains(exchange)) continue;
            try
            {
                await channel.ExchangeDeclarePassiveAsync(exchange).WaitAsync(ConfirmTimeout);
                found.Add(exchange);
            }
            catch (OperationInterruptedException) when (connection.IsOpen)
            {
                return exchange;
            }
        }

        return null;
    }

    private async Task<PublishResult> Send(ClaimedRow row)
    {
        try
        {
            if (!IsOpen) return new PublishResult(row, "the channel is closed", Charged: false);
            await PublishOne(row).WaitAsync(ConfirmTimeout);
            return new PublishResult(row, null, false);
        }
        catch (PublishException exception)
        {
            return new PublishResult(row, exception.IsReturn ? "no queue is bound to take it" : "the broker refused it", Charged: true);
        }
        catch (TimeoutException)
        {
            // Blocked by an alarm, the connection is healthy and reports the end of the alarm; otherwise it is stuck and must be dropped.
            stuck = !alarm.IsRaised;
            return new PublishResult(row, "no confirm in time", Charged: false);
        }
        catch (Exception exception) when (
            exception is OperationInterruptedException or AlreadyClosedException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            return new PublishResult(row, exception.Message, Charged: false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is healthy: this message cannot be sent, and the others must not wait behind it.
            return new PublishResult(row, $"it cannot be said: {exception.Message}", Charged: true);
        }
    }

    private async Task PublishOne(ClaimedRow row)
    {
        _ = ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var parent);
        using var activity = MessagingMetrics.Source.StartActivity($"{row.Exchange} send", ActivityKind.Producer, parent);
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", row.Exchange)
            .SetTag("messaging.message.id", row.MessageId);

        await channel.BasicPublishAsync(
            row.Exchange, row.RoutingKey, row.Mandatory, PropertiesOf(row, activity?.Id ?? row.TraceParent), row.Body);
    }

    private BasicProperties PropertiesOf(ClaimedRow row, string? trace)
    {
        var headers = new Dictionary<string, object?>();
        foreach (var (name, value) in row.Headers) headers[name] = value?.ToString();
        if (trace is not null) headers[DiagnosticHeaders.ActivityId] = headers["traceparent"] = trace;
        return new BasicProperties
        {
            MessageId = row.MessageId.ToString("D"), ContentType = row.ContentType, DeliveryMode = DeliveryModes.Persistent,
            Headers = headers,
            // The broker refuses a message whose user-id differs from the user of its connection, so receivers can trust the user-id.
            UserId = user,
            CorrelationId = row.Headers["correlation-id"]?.ToString(),
        };
    }
}

internal static class TaskExtensions
{
    /// <summary>Closes in the background; failures on closing are ignored because the connection is already given up.</summary>
    public static void Forget(this Task task) => _ = task.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
}
