using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Rma.Demo;

/// <summary>What a person tells the feed: a file with one JSON object a line. All lines are sent, or none.</summary>
internal static class FeedLines
{
    /// <summary>Exit code 0: the broker confirmed all. 1: a line or the message is wrong. 2: the broker refused.</summary>
    public static async Task<int> Publish(Settings settings, string message, string file, CancellationToken cancellationToken)
    {
        if (!Topology.Feed.TryGetValue(message, out var exchange))
            return Failed($"The feed has no message '{message}'; it is one of: {string.Join(", ", Topology.Feed.Keys)}");
        var lines = file == "-" ? await ReadInput(cancellationToken) : await File.ReadAllLinesAsync(file, cancellationToken);
        var bodies = lines.Where(line => line.Trim().Length > 0).ToArray();
        if (bodies.Length == 0) return Failed("There is no line.");
        if (bodies.FirstOrDefault(body => !IsObject(body)) is { } wrong) return Failed($"This is no JSON object: {wrong}");
        try
        {
            await using var connection = await settings.Connect("FEED", "feed lines", cancellationToken);
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
            foreach (var body in bodies)
            {
                var properties = new BasicProperties
                {
                    ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent, UserId = settings["RMA_FEED_USER"],
                };
                await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(body), cancellationToken);
            }
        }
        catch (Exception refused) when (refused is PublishException or OperationInterruptedException or BrokerUnreachableException)
        {
            return Failed($"The broker does not take it: {refused.Message}", 2);
        }

        Console.WriteLine($"✓ {bodies.Length} published and confirmed; GET /feed/rejections tells what cannot be used of it");
        return 0;
    }

    private static async Task<string[]> ReadInput(CancellationToken cancellationToken) =>
        (await Console.In.ReadToEndAsync(cancellationToken)).Split('\n');

    private static bool IsObject(string line)
    {
        try
        {
            using var read = JsonDocument.Parse(line);
            return read.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Failed(string reason, int exitCode = 1)
    {
        Console.Error.WriteLine($"✗ {reason}");
        return exitCode;
    }
}
