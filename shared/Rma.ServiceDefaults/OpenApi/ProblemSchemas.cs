using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Rma.ServiceDefaults;

/// <summary>The parts of a document that are the same in every service: problems, health, the document itself.</summary>
internal static class ProblemSchemas
{
    private const string MediaType = "application/problem+json";

    // What stands in front of every route answers these; their responses are components.
    private static readonly (int Status, string Name, string[] Codes)[] Common =
    [
        (401, "NotAuthenticated", ["request.not-authenticated"]), (403, "NotAllowed", ["request.not-allowed"]),
        (413, "TooLarge", ["request.too-large"]), (415, "UnsupportedMediaType", ["request.unsupported-media-type"]),
        (422, "KeyReused", ["idempotency.key-reused"]), (429, "TooMany", ["request.too-many"]), (500, "Internal", ["internal"]),
        (503, "Unavailable", ["database.unavailable", "request.timed-out"]),
    ];

    public static string? NameOf(int status) => Common.FirstOrDefault(one => one.Status == status).Name;

    public static bool IsShared(string code) => Common.Any(one => one.Codes.Contains(code));

    public static IEnumerable<(string Name, OpenApiResponse Response)> Shared(OpenApiDocument document) =>
        Common.Select(one => (one.Name, new OpenApiResponse
        {
            Description = $"{WordOf(one.Status)}.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new OpenApiMediaType { Schema = Of(document, one.Codes, null) },
            },
            Headers = HeadersOf(one.Status, false),
            Extensions = new Dictionary<string, IOpenApiExtension>
            {
                ["x-codes"] = new JsonNodeExtension(new JsonArray([.. one.Codes.Select(code => (JsonNode)code)])),
            },
        }));

    public static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object, Description = "Why a request was refused (RFC 9457).",
        Required = new SortedSet<string>(StringComparer.Ordinal) { "code", "status", "title", "type" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("`urn:rma:problem:` and the code."),
            ["title"] = Text("What the status means."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("A sentence for people; it may change."),
            ["code"] = Text("Stable: a program may depend on it."),
            ["traceId"] = Text("Finds the request in the logs."),
            ["clauses"] = List("The clauses of the policy that say so."),
            ["wouldChange"] = Text("What would turn the answer."),
            ["path"] = Text("Which member is wrong, as a JSON path."),
            ["found"] = Text("What was found there."),
            ["wanted"] = Text("What is wanted there."),
            ["parameter"] = Text("Which parameter is wrong."),
            ["known"] = List("What is known instead."),
        },
    };

    /// <summary>A problem with one of these codes, and with the members of a slice.</summary>
    public static OpenApiSchema Of(
        OpenApiDocument document, IReadOnlyList<string> codes, IDictionary<string, IOpenApiSchema>? members)
    {
        var own = new Dictionary<string, IOpenApiSchema>(members ?? new Dictionary<string, IOpenApiSchema>())
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => (JsonNode)code)] },
        };
        return new()
        {
            AllOf = [new OpenApiSchemaReference("Problem", document), new OpenApiSchema { Type = JsonSchemaType.Object, Properties = own }],
        };
    }

    public static string WordOf(int status) => status switch
    {
        200 => "Done", 201 => "Made", 202 => "Noted", 204 => "Done, without a body", 304 => "Nothing changed since that ETag",
        _ => Problems.TitleOf(status),
    };

    public static IDictionary<string, IOpenApiHeader>? HeadersOf(int status, bool isCommand) => (status, isCommand) switch
    {
        (201 or 202, true) => new Dictionary<string, IOpenApiHeader>
        {
            ["Location"] = Header("Where it is shown; missing when nowhere."), ["Idempotent-Replayed"] = Replayed(),
        },
        (>= 200 and < 300, true) => new Dictionary<string, IOpenApiHeader> { ["Idempotent-Replayed"] = Replayed() },
        (429 or 503, _) => new Dictionary<string, IOpenApiHeader>
        {
            ["Retry-After"] = new OpenApiHeader
            {
                Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            },
        },
        (409, true) => new Dictionary<string, IOpenApiHeader>
        {
            ["Idempotent-Replayed"] = Replayed(), ["Retry-After"] = Header("Seconds to wait, where the same request may succeed later."),
        },
        _ => null,
    };

    /// <summary>The headers of a page of a list.</summary>
    public static IDictionary<string, IOpenApiHeader>? HeadersOfPage(int status) => status switch
    {
        200 => new Dictionary<string, IOpenApiHeader>
        {
            ["Link"] = Header("Where the next page is (rel=next); missing on the last one."),
            ["ETag"] = Header("Of this page; sent back as If-None-Match, it is answered 304 while nothing changed."),
        },
        304 => new Dictionary<string, IOpenApiHeader> { ["ETag"] = Header("The same one.") },
        _ => null,
    };

    /// <summary>The health routes, which no handler of ours serves.</summary>
    public static OpenApiOperation Health(OpenApiDocument document, string path) => new()
    {
        OperationId = path.EndsWith("live", StringComparison.Ordinal) ? "showLiveness" : "showReadiness", Security = [],
        Summary = path.EndsWith("live", StringComparison.Ordinal) ? "Says whether the process runs." : "Says whether the service can work.",
        Description = "Without a credential and without limits.", Tags = new HashSet<OpenApiTagReference> { new("Platform", document) },
        Extensions = Open(),
        Responses = new OpenApiResponses
        {
            ["200"] = Plain("Healthy, or degraded", "text/plain", new OpenApiSchema { Type = JsonSchemaType.String }),
            ["503"] = Plain("Unhealthy", "text/plain", new OpenApiSchema { Type = JsonSchemaType.String }),
        },
    };

    /// <summary>The route of the document.</summary>
    public static OpenApiPathItem Itself(OpenApiDocument document) => new()
    {
        Operations = new()
        {
            [HttpMethod.Get] = new OpenApiOperation
            {
                OperationId = "showOpenApi", Summary = "Shows this document.", Description = "Without a credential.", Security = [],
                Tags = new HashSet<OpenApiTagReference> { new("Platform", document) }, Extensions = Open(),
                Responses = new OpenApiResponses
                {
                    ["200"] = Plain("The document", "application/json", new OpenApiSchema { Type = JsonSchemaType.Object }),
                    ["400"] = new OpenApiResponse
                    {
                        Description = "Bad request.",
                        Content = new Dictionary<string, OpenApiMediaType>
                        {
                            [MediaType] = new OpenApiMediaType { Schema = Of(document, ["request.unknown-parameter"], null) },
                        },
                    },
                    ["429"] = new OpenApiResponseReference("TooMany", document),
                    ["500"] = new OpenApiResponseReference("Internal", document),
                    ["503"] = new OpenApiResponseReference("Unavailable", document),
                },
            },
        },
    };

    private static Dictionary<string, IOpenApiExtension> Open() => new() { ["x-roles"] = new JsonNodeExtension(new JsonArray()) };

    private static OpenApiResponse Plain(string description, string type, OpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [type] = new OpenApiMediaType { Schema = schema } },
    };

    private static OpenApiHeader Header(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiHeader Replayed() => Header("`true` when the answer of the first request is given again.");

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema List(string description) => new()
    {
        Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = description,
    };
}

/// <summary>What parameters mean that several routes have.</summary>
internal static class ParameterWords
{
    public static string? Of(string name) => name switch
    {
        "limit" => "How many rows at most.",
        "rmaNumber" => "An RMA or ticket number, however it is written.",
        "serialNumber" => "A serial number or license code.",
        "reference" => "The number, or the id of the request.",
        "state" => "Only those in this state.",
        "all" => "Also those that have ended.",
        "after" => "Where the page before ended.",
        "sha256" => "SHA-256 of the bytes, lower-case hex.",
        "token" => "The signed token of the link.",
        "businessDate" or "date" => "The business date, as 2026-03-02.",
        "kind" => "Only those of this kind.",
        "Last-Event-ID" => "The id of the last event that was read, to go on after it.",
        "id" => "Its id.",
        "q" => "What is looked for: at least three letters or digits.",
        "account" or "accountId" => "Only of this account.",
        "parcelId" => "The parcel.",
        "returnId" => "The return.",
        "creditId" => "The credit.",
        "webhookId" => "The webhook.",
        "trackingNumber" => "The number on the label of the carrier.",
        "asOf" => "The policy-local day to decide for; today when nothing is said.",
        "knownAt" => "Only what had been recorded by then.",
        "next" => "Only those for which this one acts next.",
        "remedy" => "Only those with this remedy.",
        "site" => "Only those at this site.",
        "outcome" => "Only those that ended so.",
        "from" => "The first day, as 2026-03-02, policy-local.",
        "through" => "The last day, as 2026-03-31, policy-local; a year after the first at most.",
        "currency" => "Only in this currency, ISO 4217.",
        "rma" => "Only of this RMA number.",
        "serial" => "Only of this serial number.",
        "sku" => "Only of this product.",
        "reasonCode" => "Only those that were asked for with this reason.",
        "assignedTo" => "Only those that this person is at; for employees.",
        "assigned" => "True: only what somebody is at; false: only what nobody is at.",
        "held" => "True: only what is on hold; false: only what is not.",
        "by" => "What is summed up: `currency`, `account`, `day` or `month`.",
        _ => null,
    };
}
