using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Rma.Testing;

namespace Rma.Platform.Tests.AsyncApi;

/// <summary>The schemas of a document, to validate with: formats are checked, as a careful validator does.</summary>
internal sealed class DocumentSchemas
{
    private static readonly EvaluationOptions Careful = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject components;
    private readonly Dictionary<string, JsonSchema> built = new(StringComparer.Ordinal);

    public DocumentSchemas(JsonObject document) => components = document["components"]!.AsObject();

    /// <summary>Those of a committed document.</summary>
    public static DocumentSchemas Of(string file) => new(JsonNode.Parse(File.ReadAllText(AsyncApiDocuments.FileOf(file)))!.AsObject());

    public IEnumerable<string> Messages => components["messages"]!.AsObject().Select(message => message.Key);

    public bool Knows(string schema) => components["schemas"]!.AsObject().ContainsKey(schema);

    /// <summary>The first fault of a payload, or null.</summary>
    public string? FaultOfPayload(string message, JsonNode? payload) => Fault($"/messages/{message}/payload", payload);

    /// <summary>The first fault of application headers, or null.</summary>
    public string? FaultOfHeaders(string message, JsonNode? headers) =>
        components["messages"]![message]!["headers"] is null ? null : Fault($"/messages/{message}/headers", headers);

    /// <summary>The first fault by a schema of a record, or null.</summary>
    public string? FaultOf(string schema, JsonNode? value) => Fault($"/schemas/{schema}", value);

    /// <summary>The schema of a record, as it stands in the document.</summary>
    public JsonObject this[string schema] => components["schemas"]![schema]!.AsObject();

    private string? Fault(string at, JsonNode? value)
    {
        EvaluationResults result;
        try
        {
            result = At(at).Evaluate(JsonSerializer.SerializeToElement(value), Careful);
        }
        catch (ArgumentOutOfRangeException)
        {
            return "refused: the validator knows no such date"; // the year 0000
        }

        if (result.IsValid) return null;
        return (result.Details ?? []).SelectMany(detail => (detail.Errors ?? new Dictionary<string, string>())
            .Select(error => $"{detail.InstanceLocation}: {error.Key}: {error.Value}")).FirstOrDefault() ?? "refused";
    }

    // In draft 7 the schemas stand under definitions.
    private JsonSchema At(string path)
    {
        if (built.TryGetValue(path, out var known)) return known;
        var schema = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode)components, (node, name) => node[name]!);
        var whole = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#", ["definitions"] = components["schemas"]!.DeepClone(),
            ["allOf"] = new JsonArray(schema.DeepClone()),
        };
        return built[path] = KeptDocument.Build(
            whole.ToJsonString().Replace(RecordSchema.Components, "#/definitions/", StringComparison.Ordinal));
    }
}
