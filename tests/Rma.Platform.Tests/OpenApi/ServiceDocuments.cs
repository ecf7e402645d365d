using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Rma.ServiceDefaults;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>An operation of a document.</summary>
/// <param name="Json">As it stands in the document.</param>
internal sealed record Operation(string Service, string Method, string Path, JsonObject Json)
{
    public string Id => Json["operationId"]!.GetValue<string>();

    public JsonObject Responses => Json["responses"]!.AsObject();

    public override string ToString() => $"{Service} {Method} {Path}";
}

/// <summary>The documents of all services, made of their code without a server.</summary>
internal static class ServiceDocuments
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> Made = new(Make);

    /// <summary>Texts by the short name of the service.</summary>
    public static Task<IReadOnlyDictionary<string, string>> Texts => Made.Value;

    public static string FileOf(string service) => House.File("shared", "docs", "contracts", "openapi", $"{service}.json");

    public static async Task<IReadOnlyDictionary<string, JsonObject>> All() =>
        (await Texts).ToDictionary(one => one.Key, one => JsonNode.Parse(one.Value)!.AsObject());

    public static async Task<IReadOnlyList<Operation>> Operations() =>
        [.. (await All()).SelectMany(one => OperationsOf(one.Key, one.Value))];

    public static IEnumerable<Operation> OperationsOf(string service, JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(service, method.Key, path.Key, method.Value!.AsObject());

    /// <summary>Method and path of every route that is mapped; a health route is one to be read.</summary>
    public static IEnumerable<string> Routes() =>
        from application in House.Applications
        from route in ((IEndpointRouteBuilder)application.Value).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select $"{application.Key} {method} {PathOf(route.RoutePattern.RawText!)}".ToLowerInvariant();

    /// <summary>An object, or the component that it refers to.</summary>
    public static JsonObject Resolved(JsonObject document, JsonNode node)
    {
        var value = node.AsObject();
        return value["$ref"]?.GetValue<string>() is { } reference
            ? reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode)document, (at, name) => at[name]!).AsObject() : value;
    }

    private static string PathOf(string template) =>
        System.Text.RegularExpressions.Regex.Replace($"/{template.TrimStart('/')}", ":[^{}]+}", "}");

    private static async Task<IReadOnlyDictionary<string, string>> Make()
    {
        var made = new Dictionary<string, string>();
        foreach (var (name, application) in House.Applications)
        {
            // Routes are known to the container once the end of the pipeline is built.
            application.UseEndpoints(_ => { });
            made[name.ToLowerInvariant()] = await ServiceDocument.Text(application.Services);
        }

        return made;
    }
}
