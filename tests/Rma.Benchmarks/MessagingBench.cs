using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using RabbitMQ.Client;
using Rma.Contracts.Bench.V1;

namespace Rma.Benchmarks;

/// <summary>(b) Messages published, consumed and committed once each: against raw confirmed publishes plus raw commits of the same number.</summary>
internal sealed class MessagingBench(Ground ground)
{
    private const int Count = 2_000;
    private const int InFlight = 64;
    private const string Exchange = "Rma.Contracts.Bench.V1:CountOne";

    public async Task<Figure> Measure(int rounds)
    {
        Console.WriteLine("  (b) messages");
        await using var connection = await new ConnectionFactory { Uri = ground.Broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("bench.raw", durable: true, exclusive: false, autoDelete: false, arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        return await Rounds.Rates("b", "messages consumed, one durable commit each", "/s", 0.5, rounds, () => Subject(channel), () => Floor(channel));
    }

    private async Task<double> Subject(IChannel channel)
    {
        var before = await ground.Count("select count(*) from mt_events");
        var watch = Stopwatch.StartNew();
        await Publish(channel, Exchange, "", index => Envelope($"tally-{Guid.CreateVersion7():N}"), "application/vnd.masstransit+json");
        while (await ground.Count("select count(*) from mt_events") < before + Count) await Task.Delay(5);
        return Count / watch.Elapsed.TotalSeconds;
    }

    // The same bytes to a queue of the same kind, and as many commits of one row, on as many connections as the service uses for its queue.
    private async Task<double> Floor(IChannel channel)
    {
        var watch = Stopwatch.StartNew();
        var publishing = Publish(channel, "", "bench.raw", index => Envelope($"raw-{index}"), "application/json");
        await Rounds.PerSecond(Count, 5, async index =>
        {
            await using var command = ground.Database.CreateCommand("insert into raw_events (data) values ($1)");
            command.Parameters.Add(new NpgsqlParameter { Value = "{\"raw\":\"a row of the usual length, with a reason that somebody gave\"}", NpgsqlDbType = NpgsqlDbType.Jsonb });
            await command.ExecuteNonQueryAsync();
        });
        await publishing;
        var rate = Count / watch.Elapsed.TotalSeconds;
        await channel.QueuePurgeAsync("bench.raw");
        return rate;
    }

    private static async Task Publish(IChannel channel, string exchange, string key, Func<int, byte[]> body, string contentType)
    {
        foreach (var chunk in Enumerable.Range(0, Count).Chunk(InFlight))
        {
            await Task.WhenAll(chunk.Select(async index => await channel.BasicPublishAsync(exchange, key, true, new BasicProperties
            {
                ContentType = contentType, DeliveryMode = DeliveryModes.Persistent, MessageId = Guid.CreateVersion7().ToString(),
            }, body(index))));
        }
    }

    private static byte[] Envelope(string tally)
    {
        var message = JsonSerializer.SerializeToNode(new CountOne(tally, Guid.CreateVersion7()), JsonSerializerOptions.Web);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["messageId"] = Guid.CreateVersion7().ToString(), ["messageType"] = new JsonArray($"urn:message:{Exchange}"), ["message"] = message,
        }.ToJsonString());
    }
}
