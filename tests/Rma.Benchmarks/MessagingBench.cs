using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rma.Contracts.Bench.V1;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Benchmarks;

/// <summary>
/// (b) Messages published, consumed and committed once each: against raw confirmed publishes plus raw commits of the same number. The
/// intermediate steps show the cost of each layer: consuming, then the kernel, then MassTransit.
/// </summary>
internal sealed class MessagingBench(Ground ground)
{
    private const int Count = 2_000;
    private const int InFlight = 64;

    // The same concurrency and prefetch as a service has on its queue.
    private const ushort AtATime = 5;
    private const ushort Prefetch = 32;
    private const string Exchange = "Rma.Contracts.Bench.V1:CountOne";
    private static readonly Guid Consumer = Guid.CreateVersion7();

    public async Task<IReadOnlyList<Figure>> Measure(int rounds)
    {
        Console.WriteLine("  (b) messages");
        await using var connection = await ground.Connecting.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await Ground.DeclareRawQueue(channel);
        return await Rounds.Rates(
            "b", rounds, () => Floor(channel),
            new Subject("messages consumed, one durable commit each", 0.5, () => ConsumedByService(channel)),
            new Subject("the same without MassTransit", null, () => Consumed(connection, channel, CountOnKernel)),
            new Subject("the same without the kernel: a raw commit each", null, () => Consumed(connection, channel, RawCommit)));
    }

    private async Task<double> ConsumedByService(IChannel channel)
    {
        var before = await ground.Count("select coalesce(max(seq_id), 0) from mt_events");
        var watch = Stopwatch.StartNew();
        await Publish(channel, Exchange, "", Envelope, "application/vnd.masstransit+json");
        while (await ground.Count($"select count(*) from mt_events where seq_id > {before}") < Count) await Task.Delay(5);
        return Count / watch.Elapsed.TotalSeconds;
    }

    // The client's own consumer: handles each message, then acknowledges it.
    private async Task<double> Consumed(
        IConnection connection, IChannel publishing, Func<IReadOnlyBasicProperties, ReadOnlyMemory<byte>, Task> deal)
    {
        await using var consuming = await connection.CreateChannelAsync(
            new CreateChannelOptions(false, false, consumerDispatchConcurrency: AtATime));
        await consuming.BasicQosAsync(0, Prefetch, global: false);
        var (left, done) = (Count, new TaskCompletionSource());
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            try
            {
                await deal(delivery.BasicProperties, delivery.Body);
                await consuming.BasicAckAsync(delivery.DeliveryTag, multiple: false);
                if (Interlocked.Decrement(ref left) == 0) done.TrySetResult();
            }
            catch (Exception exception)
            {
                done.TrySetException(exception);
                throw;
            }
        };
        var watch = Stopwatch.StartNew();
        await consuming.BasicConsumeAsync(Ground.RawQueue, autoAck: false, consumer);
        await Publish(publishing, "", Ground.RawQueue, Envelope, "application/vnd.masstransit+json");
        await done.Task;
        return Count / watch.Elapsed.TotalSeconds;
    }

    private async Task CountOnKernel(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        await using var scope = ground.Services.CreateAsyncScope();
        var step = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        if (!await step.Begin(Consumer, Guid.Parse(properties.MessageId!), CancellationToken.None))
            throw new InvalidOperationException("A message came twice.");
        var tally = JsonNode.Parse(body.Span)!["message"].Deserialize<CountOne>(JsonSerializerOptions.Web)!.Tally;
        await scope.ServiceProvider.GetRequiredService<Streams<Tally, TallyCounted>>()
            .Append(tally, state => Tally.CountOne(state, tally, TimeProvider.System.GetUtcNow()), CancellationToken.None);
        await step.Commit();
    }

    private Task RawCommit(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body) => RawCommit();

    // The same bytes to a queue of the same kind, and as many commits of one row, on as many connections as the service uses for its queue.
    private async Task<double> Floor(IChannel channel)
    {
        var watch = Stopwatch.StartNew();
        var publishing = Publish(channel, "", Ground.RawQueue, Envelope, "application/json");
        await Rounds.PerSecond(Count, AtATime, _ => RawCommit());
        await publishing;
        var rate = Count / watch.Elapsed.TotalSeconds;
        await channel.QueuePurgeAsync(Ground.RawQueue);
        return rate;
    }

    private Task RawCommit() => ground.Commit("{\"raw\":\"a row of the usual length, with a reason that somebody gave\"}");

    private async Task Publish(IChannel channel, string exchange, string key, Func<byte[]> body, string contentType)
    {
        foreach (var chunk in Enumerable.Range(0, Count).Chunk(InFlight))
        {
            await Task.WhenAll(chunk.Select(async _ =>
            {
                var message = body();
                var properties = new BasicProperties
                {
                    ContentType = contentType, DeliveryMode = DeliveryModes.Persistent, MessageId = Guid.CreateVersion7().ToString(),
                    UserId = ground.User,
                };
                if (exchange == Exchange) properties = ground.Senders.WithSignature("bench", exchange, properties, message);
                await channel.BasicPublishAsync(exchange, key, true, properties, message);
            }));
        }
    }

    private static byte[] Envelope()
    {
        var message = JsonSerializer.SerializeToNode(
            new CountOne($"tally-{Guid.CreateVersion7():N}", Guid.CreateVersion7()), JsonSerializerOptions.Web);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["messageId"] = Guid.CreateVersion7().ToString(), ["messageType"] = new JsonArray($"urn:message:{Exchange}"),
            ["message"] = message,
        }.ToJsonString());
    }
}
