using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Rma.Demo;

/// <summary>
/// Keeps one message of every exchange while the demo runs, with its properties and headers: the examples of the AsyncAPI documents. What a
/// service says of the machine it runs on is left out.
/// </summary>
internal sealed class Recorder(IConnection connection, IChannel channel, string folder) : IAsyncDisposable
{
    private const int LongestExample = 4_000;
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<string, (int Length, JsonObject Message)> kept = new();

    /// <summary>Listens to all exchanges of <c>deploy/topology.json</c> with a queue of its own.</summary>
    public static async Task<Recorder> Open(Settings settings, string folder)
    {
        var connection = await settings.Connect("RABBITMQ_ADMIN", "demo recorder");
        var channel = await connection.CreateChannelAsync();
        var recorder = new Recorder(connection, channel, folder);
        var queue = await channel.QueueDeclareAsync();
        foreach (var (exchange, routingKey) in Topology.Exchanges) await channel.QueueBindAsync(queue.QueueName, exchange, routingKey);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => Task.Run(() => recorder.Keep(delivery));
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return recorder;
    }

    /// <summary>Writes what was kept, a file for each exchange and routing key.</summary>
    public async ValueTask DisposeAsync()
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, (_, message)) in kept)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.json"), message.ToJsonString(Readable) + "\n");
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    // The longest one below a bound says most: optional members and lists are filled.
    private void Keep(BasicDeliverEventArgs delivery)
    {
        var name = delivery.RoutingKey is { Length: > 0 } key ? $"{delivery.Exchange}.{key}"
            : delivery.Exchange.Replace("Rma.Contracts.", "", StringComparison.Ordinal).Replace(':', '.');
        var length = delivery.Body.Length;
        if (length > LongestExample || kept.TryGetValue(name, out var before) && before.Length >= length) return;
        kept[name] = (length, Message(delivery));
    }

    private static JsonObject Message(BasicDeliverEventArgs delivery)
    {
        var (properties, body) = (delivery.BasicProperties, JsonNode.Parse(delivery.Body.Span)!.AsObject());
        // An envelope says where it came from and what it has nothing to say about.
        if (body.ContainsKey("messageType"))
        {
            foreach (var (member, value) in body.ToArray())
                if (value is null || member is "host" or "sourceAddress" or "destinationAddress") body.Remove(member);
            body["headers"]?.AsObject().Remove("MT-Activity-Id");
        }

        var headers = new JsonObject();
        foreach (var (header, value) in properties.Headers ?? new Dictionary<string, object?>())
        {
            if (header is "MT-Activity-Id" or "x-dotnet-pub-seq-no") continue; // of the libraries
            headers[header] = value is byte[] text ? Encoding.UTF8.GetString(text) : value?.ToString();
        }

        var basic = new JsonObject
        {
            ["content_type"] = properties.ContentType, ["message_id"] = properties.MessageId, ["user_id"] = properties.UserId,
            ["delivery_mode"] = (int)properties.DeliveryMode,
        };
        if (properties.CorrelationId is { } correlation) basic["correlation_id"] = correlation;
        return new()
        {
            ["exchange"] = delivery.Exchange, ["routingKey"] = delivery.RoutingKey, ["properties"] = basic, ["headers"] = headers,
            ["body"] = body,
        };
    }
}
