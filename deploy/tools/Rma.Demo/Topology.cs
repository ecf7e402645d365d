using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>The services of the platform: <c>deploy/topology.json</c>, as it was when this was built.</summary>
internal static class Topology
{
    public static IReadOnlyList<string> Services { get; } = Read();

    /// <summary>Their names in settings: the middle of <c>RMA_…_URL</c>.</summary>
    public static IReadOnlyList<string> Settings { get; } = [.. Services.Select(service => service.ToUpperInvariant())];

    /// <summary>Every exchange that messages are published to, with the routing key that leads to their readers.</summary>
    public static IEnumerable<(string Exchange, string RoutingKey)> Exchanges
    {
        get
        {
            var (description, finance) = (Description(), Description()["finance"]!);
            return
            [
                .. description["messages"]!.AsArray().Concat(description["feed"]!["messages"]!.AsArray())
                    .Select(message => ($"Rma.Contracts.{message!["owner"]}.V1:{message["name"]}", "")),
                .. finance["queues"]!.AsArray()
                    .Select(queue => ((queue!["exchange"] ?? finance["exchange"])!.ToString(), queue["routingKey"]!.ToString())),
            ];
        }
    }

    /// <summary>The exchange of each message of the feed, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Feed { get; } = Description()["feed"]!["messages"]!.AsArray()
        .ToDictionary(message => $"{message!["name"]}", message => $"Rma.Contracts.{message!["owner"]}.V1:{message["name"]}");

    private static string[] Read() =>
        [.. Description()["services"]!.AsArray().Select(service => service!["name"]!.GetValue<string>())];

    private static JsonNode Description()
    {
        using var description = typeof(Topology).Assembly.GetManifestResourceStream("topology.json")!;
        return JsonNode.Parse(description)!;
    }
}
