using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The contract of the public door: the operations of all services that are reached there, as one document.</summary>
internal static class PublicDocument
{
    // The door's own, beside what partners and devices may use.
    private static readonly string[] OfTheDoor = ["/health/live", "/health/ready", "/openapi/v1.json"];

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The kept document, which the console has in it.</summary>
    public static string File => ServiceDocuments.FileOf("public");

    /// <summary>Whether an operation is at the door.</summary>
    public static bool IsPublic(Operation operation) => operation.Json["x-door"] is not null
        || operation.Service == "console" && OfTheDoor.Contains(operation.Path);

    /// <summary>The merged document as text.</summary>
    /// <exception cref="InvalidOperationException">Two services answer the same method and path.</exception>
    public static string Merge(IReadOnlyDictionary<string, JsonObject> documents)
    {
        var renamed = Renamed(documents);
        var (paths, schemas, responses) = (new SortedDictionary<string, JsonObject>(StringComparer.Ordinal), Sorted(), Sorted());
        foreach (var (service, document) in documents)
        {
            foreach (var operation in ServiceDocuments.OperationsOf(service, document).Where(IsPublic))
            {
                var own = Written(operation.Json, service, renamed);
                own["x-service"] = service;
                own.Remove("x-door");
                if (!paths.TryGetValue(operation.Path, out var path)) paths[operation.Path] = path = [];
                if (!path.TryAdd(operation.Method, own))
                    throw new InvalidOperationException($"More than one service answers {operation.Method} {operation.Path}.");
            }
        }

        var whole = documents["console"].DeepClone().AsObject();
        foreach (var (service, document) in documents)
        {
            foreach (var (kind, kept) in new[] { ("responses", responses), ("schemas", schemas) })
                foreach (var (name, component) in document["components"]![kind]!.AsObject())
                    kept[NameOf(service, name, renamed)] = Written(component!.AsObject(), service, renamed);
        }

        AddAway(responses["Unavailable"]);
        whole["info"]!["title"] = "Rma.Platform";
        whole["info"]!["description"] = "What partners and devices use, at one address. " +
            whole["info"]!["description"]!.GetValue<string>().Split("Rma.Platform. ")[1];
        whole["paths"] = Object(paths);
        whole["components"]!["responses"] = Object(Used(responses, "responses", whole["paths"]!));
        whole["components"]!["schemas"] = Object(
            Used(schemas, "schemas", new JsonArray(whole["paths"]!.DeepClone(), whole["components"]!["responses"]!.DeepClone())));
        whole["tags"] = new JsonArray([.. paths.Values.SelectMany(path => path).SelectMany(one => one.Value!["tags"]!.AsArray())
            .Select(tag => tag!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal)
            .Select(tag => (JsonNode)new JsonObject { ["name"] = tag })]);
        return whole.ToJsonString(Pretty).ReplaceLineEndings("\n") + "\n";
    }

    private static SortedDictionary<string, JsonObject> Sorted() => new(StringComparer.Ordinal);

    // Components of one name that are not the same in all services have the service's name in front.
    private static HashSet<string> Renamed(IReadOnlyDictionary<string, JsonObject> documents) =>
    [
        .. documents.Values.SelectMany(document => document["components"]!["schemas"]!.AsObject()).GroupBy(schema => schema.Key)
            .Where(same => same.Select(schema => schema.Value!.ToJsonString()).Distinct().Count() > 1).Select(same => same.Key),
    ];

    private static string NameOf(string service, string name, HashSet<string> renamed) =>
        renamed.Contains(name) ? $"{char.ToUpperInvariant(service[0])}{service[1..]}{name}" : name;

    private static JsonObject Written(JsonObject json, string service, HashSet<string> renamed) => JsonNode.Parse(renamed.Aggregate(
        json.ToJsonString(), (text, name) => text.Replace(
            $"\"#/components/schemas/{name}\"", $"\"#/components/schemas/{NameOf(service, name, renamed)}\"", StringComparison.Ordinal)))!
        .AsObject();

    // The door says it when the service behind does not answer.
    private static void AddAway(JsonObject unavailable)
    {
        unavailable["x-codes"]!.AsArray().Add("service.away");
        unavailable["content"]!["application/problem+json"]!["schema"]!["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray()
            .Add("service.away");
    }

    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonObject>> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)));

    private static IEnumerable<KeyValuePair<string, JsonObject>> Used(
        SortedDictionary<string, JsonObject> components, string kind, JsonNode by)
    {
        var used = new HashSet<string>();
        var open = new Queue<JsonNode>([by]);
        while (open.TryDequeue(out var node))
        {
            foreach (System.Text.RegularExpressions.Match found in System.Text.RegularExpressions.Regex.Matches(
                node.ToJsonString(), $"\"#/components/{kind}/([^\"]+)\""))
                if (used.Add(found.Groups[1].Value)) open.Enqueue(components[found.Groups[1].Value]);
        }

        return components.Where(component => used.Contains(component.Key));
    }
}
