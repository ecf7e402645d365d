using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Rma.Testing;

namespace Rma.Messaging.Tests;

/// <summary>
/// R1: no queue drops a message, however often its consumer dies; from RabbitMQ 4.0 on a queue without a limit does after twenty times.
/// </summary>
public sealed class NothingIsDroppedTests(BrokerRightsTests.Deployed deployed) : IClassFixture<BrokerRightsTests.Deployed>
{
    private const int Deaths = 100;

    private static IReadOnlyList<string> Services { get; } = [.. Topology.OfPlatform.Services.Select(service => service.Name)];

    [Fact]
    public async Task R1_a_consumer_that_dies_a_hundred_times_loses_nothing_of_any_queue()
    {
        string[] queues = [.. BrokerRightsTests.Deployed.Queues.Where(queue => queue != "dead" && !queue.EndsWith("-given-up",
            StringComparison.Ordinal))];
        var factory = (await Servers.Ready).Connecting(deployed.Vhost);
        await using (var connection = await factory.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true)))
        {
            foreach (var queue in queues)
                await channel.BasicPublishAsync(
                    "", queue, true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, "{}"u8.ToArray());
        }

        for (var death = 0; death < Deaths; death++) await TakeAndDie(factory, queues);

        string[] ours = [.. queues.Where(queue => Services.Any(service => queue.StartsWith($"{service}-", StringComparison.Ordinal)))];
        var expected = queues.Except(ours).ToDictionary(queue => queue, _ => 1);
        foreach (var service in Services)
            expected[$"{service}-given-up"] = ours.Count(queue => queue.StartsWith($"{service}-", StringComparison.Ordinal));
        await Wait.Until(Depths, depths => depths.Count == expected.Count
            && expected.All(one => depths.GetValueOrDefault(one.Key) == one.Value), "every message where it belongs", 60);
    }

    // The connection is cut while every queue's message is in its hands.
    private static async Task TakeAndDie(ConnectionFactory factory, string[] queues)
    {
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var taken = 0;
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, _) =>
        {
            Interlocked.Increment(ref taken);
            return Task.CompletedTask;
        };
        foreach (var queue in queues) await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        // What is over its limit does not come any more, so nobody knows how many will.
        for (var before = -1; before != Volatile.Read(ref taken);)
        {
            before = Volatile.Read(ref taken);
            await Task.Delay(50);
        }

        await connection.AbortAsync();
    }

    private async Task<IReadOnlyDictionary<string, int>> Depths()
    {
        await using var connection = await (await Servers.Ready).Connecting(deployed.Vhost).CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var depths = new Dictionary<string, int>();
        foreach (var queue in BrokerRightsTests.Deployed.Queues)
        {
            var count = (int)(await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
            if (count > 0) depths[queue] = count;
        }

        return depths;
    }
}
