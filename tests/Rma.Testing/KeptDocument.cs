using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace Rma.Testing;

/// <summary>
/// The kept OpenAPI document of a service, as a judge of answers: route, status, media type, headers, body and code must be declared, and
/// an answer has no member that is not.
/// </summary>
public sealed class KeptDocument
{
    private static readonly ConcurrentDictionary<string, KeptDocument?> Known = new();
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private readonly JsonObject document;
    private readonly (Regex Path, string Template, JsonObject Operations)[] paths;
    private readonly ConcurrentDictionary<string, JsonSchema> schemas = new();
    private readonly JsonObject components;

    private KeptDocument(string file)
    {
        document = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        components = Closed(document["components"]!["schemas"]!.DeepClone().AsObject());
        // Of two templates that fit, the one with fewer keys is meant.
        paths = [.. document["paths"]!.AsObject().OrderBy(path => path.Key.Count(letter => letter == '{'))
            .Select(path => (Pattern(path.Key), path.Key, path.Value!.AsObject()))];
    }

    /// <summary>The document of a service; null when there is none, as for the services of some tests.</summary>
    public static KeptDocument? Of(string service) => Known.GetOrAdd(service, name =>
        Path.Combine(Servers.Root, "shared", "docs", "contracts", "openapi", $"{name}.json") is var file && File.Exists(file)
            ? new KeptDocument(file) : null);

    /// <summary>The operation of a request: its id, and itself.</summary>
    public (string Id, JsonObject Json)? Find(string method, string path) =>
        paths.FirstOrDefault(one => one.Path.IsMatch(path)).Operations?[method.ToLowerInvariant()] is JsonObject found
            ? (found["operationId"]!.GetValue<string>(), found) : null;

    /// <summary>What is wrong with an answer; null when nothing is.</summary>
    /// <param name="type">The media type without parameters; null without a body.</param>
    public string? Fault(string method, string path, int status, string? type, string body)
    {
        if (Find(method, path) is not var (id, operation))
            return status is 400 or 401 or 404 or 405 or 429 or 503 ? null : $"{method} {path} is in no document and answered {status}";
        // The server itself refuses what is no HTTP, without a body.
        if (type is null && status is 400 or 413 or 431 && body.Length == 0) return null;
        if (operation["responses"]![$"{status}"] is not { } declared) return $"{id} does not declare {status}: {body}";
        var response = Resolved(declared);
        var content = response["content"]?.AsObject();
        if (type is null) return content is null || body.Length == 0 && status == 202 ? null : $"{id} {status} has no body";
        if (content?[type] is not { } media) return $"{id} {status} does not declare {type}";
        if (!type.EndsWith("json", StringComparison.Ordinal)) return null;
        var schema = schemas.GetOrAdd($"{id} {status} {type}", _ => Schema(media["schema"]!));
        using var parsed = JsonDocument.Parse(body);
        var result = schema.Evaluate(parsed.RootElement, Options);
        return result.IsValid ? null : $"{id} {status}: {Said(result)}\n{(body.Length > 1_500 ? body[..1_500] : body)}";
    }

    /// <summary>Whether an example or a request fits the schema of an operation; null when it does.</summary>
    public string? FaultOfRequest(string id, JsonObject operation, JsonNode request)
    {
        var media = operation["requestBody"]!["content"]!["application/json"]!;
        var schema = schemas.GetOrAdd($"{id} request", _ => Schema(media["schema"]!));
        using var parsed = JsonDocument.Parse(request.ToJsonString());
        var result = schema.Evaluate(parsed.RootElement, Options);
        return result.IsValid ? null : $"{id}: {Said(result)}\n{request}";
    }

    private JsonObject Resolved(JsonNode node) => node["$ref"]?.GetValue<string>() is { } reference
        ? reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode)document, (at, name) => at[name]!).AsObject() : node.AsObject();

    private static string Said(EvaluationResults result) => string.Join("; ", (result.Details ?? []).Prepend(result)
        .Where(detail => detail.Errors is { Count: > 0 })
        .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}").Distinct().Take(6));

    /// <summary>A schema with a registry of its own: the one that all share loses schemas that are built at the same time.</summary>
    public static JsonSchema Build(string text) => JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });

    private JsonSchema Schema(JsonNode own)
    {
        var whole = Closed(own.DeepClone().AsObject());
        whole["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        whole["$defs"] = new JsonObject(Named(whole, []).Select(name => KeyValuePair.Create(name, components[name]?.DeepClone())));
        return Build(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    // The components that a schema names, and those that they name: all of them with every schema took most of a test's time.
    private HashSet<string> Named(JsonNode? node, HashSet<string> found)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Named(item, found);
        }
        else if (node is JsonObject schema)
        {
            foreach (var (_, inner) in schema) Named(inner, found);
            if (schema["$ref"] is JsonValue reference && reference.GetValue<string>().Split('/')[^1] is var name && found.Add(name))
                Named(components[name], found);
        }

        return found;
    }

    // Members may come with a later release, so the document leaves answers open; here every member has to be in it.
    private static JsonObject Closed(JsonObject schema)
    {
        foreach (var (name, value) in schema.ToArray())
        {
            if (value is JsonObject inner && name != "Problem") Closed(inner);
            else if (value is JsonArray either && name == "anyOf")
            {
                foreach (var one in either.OfType<JsonObject>()) Closed(one);
            }
        }

        if (schema["allOf"] is JsonArray) schema["unevaluatedProperties"] = false;
        else if (schema["properties"] is JsonObject && schema["type"] is JsonValue && schema["additionalProperties"] is null)
            schema["additionalProperties"] = false;
        return schema;
    }

    private static Regex Pattern(string template) =>
        new("^" + Regex.Replace(Regex.Escape(template), @"\\\{[^}]+}", "[^/]+") + "$", RegexOptions.Compiled);
}
