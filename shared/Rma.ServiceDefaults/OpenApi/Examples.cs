using System.Reflection;
using System.Text.Json.Nodes;

namespace Rma.ServiceDefaults;

/// <summary>
/// Examples of a service, taken from real calls: resources <c>examples/&lt;operation&gt;.request.json</c> and
/// <c>examples/&lt;operation&gt;.&lt;status&gt;.json</c> of its assembly.
/// </summary>
internal sealed class Examples(Assembly assembly)
{
    public static Examples Of(string service) => new(Assembly.Load(service));

    public JsonNode? Request(string operation) => Read($"{operation}.request");

    public JsonNode? Answer(string operation, int status) => Read($"{operation}.{status}");

    private JsonNode? Read(string name)
    {
        using var file = assembly.GetManifestResourceStream($"examples/{name}.json");
        return file is null ? null : JsonNode.Parse(file);
    }
}
