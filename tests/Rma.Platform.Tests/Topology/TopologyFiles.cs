using Rma.Messaging;

namespace Rma.Platform.Tests;

/// <summary>Every file that is made of the description, wholly or in parts.</summary>
internal static class TopologyFiles
{
    public const string Definitions = "deploy/rabbitmq/definitions.json";
    public const string Compose = "docker-compose.yml";
    public const string Scripts = "deploy/lib/topology.sh";
    public const string Base = "deploy/kubernetes/base", Production = "deploy/kubernetes/overlays/production";
    private const string Template = ".template";

    /// <summary>Path from the repository's root and text.</summary>
    public static IReadOnlyDictionary<string, string> Of(Topology topology)
    {
        var files = new Dictionary<string, string> { [Definitions] = TopologyBroker.Definitions(topology) };
        var template = File.ReadAllText(House.File("deploy", "kubernetes", "service.yaml" + Template));
        foreach (var service in topology.Services) files[ManifestOf(service)] = TopologyText.Make(template, topology, service);
        foreach (var file in Directory.EnumerateFiles(House.File("deploy"), "*", SearchOption.AllDirectories)
            .Append(House.File(Compose)).Where(file => !file.EndsWith(Template, StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            if (TopologyText.HasParts(text)) files[PathOf(file)] = TopologyText.Fill(text, topology);
        }

        return files;
    }

    public static string ManifestOf(TopologyService service) => $"{Base}/{service.Name}.yaml";

    private static string PathOf(string file) => Path.GetRelativePath(House.File(), file);
}
