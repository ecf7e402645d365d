using RabbitMQ.Client;
using Rma.Messaging;

namespace Rma.Testing;

/// <summary>The part of the broker's definitions that a service needs, in a virtual host of a test.</summary>
public static class DeclaredTopology
{
    /// <summary>All exchanges of messages, and what leads from them to the queues of the service.</summary>
    public static async Task Declare(this IChannel channel, Topology topology, string service)
    {
        foreach (var exchange in topology.Exchanges)
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        await channel.ExchangeDeclareAsync(topology.Finance.Exchange, ExchangeType.Direct, durable: true);
        await channel.ExchangeDeclareAsync(topology.Feed.Rejections, ExchangeType.Direct, durable: true);
        foreach (var queue in topology.Finance.Queues.Where(queue => queue.Exchange is not null))
        {
            await channel.ExchangeDeclareAsync(queue.Exchange!, ExchangeType.Direct, durable: true);
            await channel.QueueDeclareAsync(topology.Finance.QueueOf(queue), durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await channel.QueueBindAsync(topology.Finance.QueueOf(queue), queue.Exchange!, queue.RoutingKey);
        }

        foreach (var (exchange, queue) in topology.Reads
            .Where(read => read.Queue.StartsWith($"{service}-", StringComparison.Ordinal)))
        {
            await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await channel.QueueBindAsync(queue, queue, "");
            await channel.ExchangeBindAsync(queue, exchange, "");
        }
    }
}
