using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>The services of the platform: <c>deploy/topology.json</c>, as it was when this was built.</summary>
internal static class Topology
{
    public static IReadOnlyList<string> Services { get; } = Read();

    /// <summary>Their names in settings: the middle of <c>RMA_…_URL</c>.</summary>
    public static IReadOnlyList<string> Settings { get; } = [.. Services.Select(service => service.ToUpperInvariant())];

    private static string[] Read()
    {
        using var description = typeof(Topology).Assembly.GetManifestResourceStream("topology.json")!;
        return [.. JsonNode.Parse(description)!["services"]!.AsArray().Select(service => service!["name"]!.GetValue<string>())];
    }
}
