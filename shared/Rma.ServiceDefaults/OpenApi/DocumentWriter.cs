using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>Writes the document of a service: everything that is known of its routes, in a stable order.</summary>
internal sealed partial class DocumentWriter
{
    private const string Problem = "application/problem+json";
    private readonly OpenApiDocument document;
    private readonly SchemaBook schemas;
    private readonly Examples examples;
    private readonly string service;
    private readonly bool decides;

    public DocumentWriter(OpenApiDocument document, string service, IServiceProvider services)
    {
        (this.document, this.service) = (document, service);
        schemas = new(document, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        decides = services.GetService<PolicyBook>() is not null;
        examples = Examples.Of(services.GetRequiredService<Microsoft.Extensions.Hosting.IHostEnvironment>().ApplicationName);
    }

    public void Write(IEnumerable<RouteEndpoint> routes)
    {
        document.Info = new OpenApiInfo
        {
            Title = $"Rma.{char.ToUpperInvariant(service[0])}{service[1..]}", Version = "1.0.0",
            Description = $"The HTTP API of the {service} service of Rma.Platform. Instants are ISO 8601 with an offset, days are " +
                "policy-local dates, amounts are decimal numbers in major units beside their ISO 4217 currency. What is refused is a " +
                "problem (RFC 9457) with a stable `code`.",
            Contact = new OpenApiContact { Name = "Rma.Platform" },
            License = new OpenApiLicense { Name = "Apache License 2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components = new OpenApiComponents
        {
            Schemas = new Dictionary<string, IOpenApiSchema>(), Responses = new Dictionary<string, IOpenApiResponse>(),
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["ApiKey"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyHandler.Header,
                    Description = "The key of a device or system.",
                },
                ["Bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "The token of a person.",
                },
            },
        };
        document.Components.Schemas["Problem"] = ProblemSchemas.Problem();
        foreach (var (name, response) in ProblemSchemas.Shared(document)) document.Components.Responses[name] = response;
        document.Paths = [];
        document.Tags = new HashSet<OpenApiTag>();
        foreach (var route in routes.Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .OrderBy(route => PathOf(route), StringComparer.Ordinal).ThenBy(CommonRefusals.MethodOf, StringComparer.Ordinal))
        {
            if (!document.Paths.TryGetValue(PathOf(route), out var path))
                document.Paths[PathOf(route)] = path = new OpenApiPathItem { Operations = [] };
            path.Operations![new HttpMethod(CommonRefusals.MethodOf(route))] =
                IsHealth(route) ? ProblemSchemas.Health(document, PathOf(route)) : OperationOf(route);
        }

        document.Paths[ServiceDocument.Path] = ProblemSchemas.Itself(document);
        document.Paths = Sorted(document.Paths);
        document.Tags = document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Tags!)
            .Select(tag => tag.Reference.Id!).Distinct().Order(StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag }).ToHashSet();
        document.Components.Schemas = document.Components.Schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal)
            .ToDictionary(schema => schema.Key, schema => schema.Value);
        document.Security = null;
    }

    private static OpenApiPaths Sorted(OpenApiPaths paths)
    {
        var sorted = new OpenApiPaths();
        foreach (var (path, item) in paths.OrderBy(path => path.Key, StringComparer.Ordinal)) sorted[path] = item;
        return sorted;
    }

    private static bool IsHealth(RouteEndpoint route) => PathOf(route).StartsWith("/health", StringComparison.Ordinal);

    private static string PathOf(RouteEndpoint route) => Policies().Replace($"/{route.RoutePattern.RawText!.TrimStart('/')}", "}");

    private OpenApiOperation OperationOf(RouteEndpoint route)
    {
        var id = route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName
            ?? throw new InvalidOperationException($"{PathOf(route)} has no name.");
        var roles = DoorRoutes.RolesOf(route).ToArray();
        var operation = new OpenApiOperation
        {
            OperationId = id, Summary = route.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            Tags = new HashSet<OpenApiTagReference> { new(TagOf(route), document) },
            Parameters = [.. Keys(route), .. Query(route), .. Headers(route)],
            RequestBody = BodyOf(route, id), Responses = ResponsesOf(route, id),
            Description = DescriptionOf(route, roles),
            Extensions = new Dictionary<string, IOpenApiExtension>
            {
                ["x-roles"] = new JsonNodeExtension(new JsonArray([.. roles.Select(role => (JsonNode)role)])),
                ["x-limits"] = new JsonNodeExtension(LimitsOf(route)),
            },
        };
        operation.Security = roles.Length == 0 ? [] :
        [
            new() { [new("ApiKey", document)] = [] },
            new() { [new("Bearer", document)] = [] },
        ];
        if (route.RoutePattern.RawText!.StartsWith("/quarantine", StringComparison.Ordinal) && TagOf(route) == "Platform")
            operation.Deprecated = true;
        if (DoorRoutes.IsAtTheDoor(route)) operation.Extensions["x-door"] = new JsonNodeExtension(JsonValue.Create(true));
        if (operation.Parameters.Count == 0) operation.Parameters = null;
        return operation;
    }

    private static string DescriptionOf(RouteEndpoint route, string[] roles)
    {
        var said = route.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description;
        var who = route.Metadata.GetMetadata<SignedLink>() is not null ? "The signed link is the credential."
            : $"Roles: {string.Join(", ", roles.Select(role => $"`{role}`"))}.";
        return said is null ? who : $"{said} {who}";
    }

    private static string TagOf(RouteEndpoint route)
    {
        if (route.Metadata.GetMetadata<ITagsMetadata>()?.Tags is [var given, ..]) return given;
        var space = route.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace ?? "";
        var tag = space.StartsWith("Rma.ServiceDefaults", StringComparison.Ordinal)
            ? PathOf(route).StartsWith("/policy", StringComparison.Ordinal) ? "Policy" : "Platform" : space.Split('.')[^1];
        return Words().Replace(tag, " $1").Trim() is var words ? $"{words[..1]}{words[1..].ToLowerInvariant()}" : tag;
    }

    private IEnumerable<IOpenApiParameter> Keys(RouteEndpoint route) => route.RoutePattern.Parameters.Select(key =>
    {
        var parameter = ParametersOf(route).FirstOrDefault(one => one.Name == key.Name);
        var isGuid = parameter?.ParameterType == typeof(Guid);
        return (IOpenApiParameter)new OpenApiParameter
        {
            Name = key.Name, In = ParameterLocation.Path, Required = true, Description = ParameterWords.Of(key.Name),
            Schema = key.Name == "date" ? schemas.Of(typeof(DateOnly), true)
                : schemas.OfParameter(isGuid ? typeof(Guid) : typeof(string), key.Name, parameter, RequestReading.MaximumKey),
        };
    });

    private IEnumerable<IOpenApiParameter> Query(RouteEndpoint route) => RouteInputs.Of(route).Select(input =>
    {
        var parameter = ParametersOf(route).First(one => one.Name == input.Parameter);
        var name = JsonNamingPolicy.CamelCase.ConvertName(input.Name); // names of parameters are read in any case
        return (IOpenApiParameter)new OpenApiParameter
        {
            Name = name, In = ParameterLocation.Query,
            Description = (parameter.Member is MethodInfo ? null : XmlDocs.Of(parameter.Member.DeclaringType!, parameter.Name!))
                ?? ParameterWords.Of(name),
            Schema = schemas.OfParameter(input.Type, name, parameter, StrictReading.LongestText),
        };
    });

    private static IEnumerable<IOpenApiParameter> Headers(RouteEndpoint route)
    {
        if (Commands.IsCommand(route) && Commands.WantsKey(route))
            yield return new OpenApiParameter
            {
                Name = "Idempotency-Key", In = ParameterLocation.Header, Required = true,
                Description = "A new one for each new request; the same one repeats it, and the same answer is given again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[!-~]{1,128}$" },
            };
        foreach (var header in ParametersOf(route)
            .Select(parameter => parameter.GetCustomAttribute<Microsoft.AspNetCore.Mvc.FromHeaderAttribute>()?.Name).OfType<string>())
            yield return new OpenApiParameter
            {
                Name = header, In = ParameterLocation.Header, Description = ParameterWords.Of(header),
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
    }

    private static IEnumerable<ParameterInfo> ParametersOf(RouteEndpoint route) =>
        route.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(binding => binding.ParameterInfo);

    private OpenApiRequestBody? BodyOf(RouteEndpoint route, string id)
    {
        if (route.Metadata.GetMetadata<RouteBody>() is { } own)
            return new OpenApiRequestBody
            {
                Required = true,
                Content = own.ContentTypes.ToDictionary(type => type, _ => new OpenApiMediaType
                {
                    Schema = own.Form is { } form ? schemas.Of(form, isRequest: true)
                        : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                }),
            };
        if (route.Metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } type } || !RouteInputs.IsJson(route)) return null;
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = schemas.Of(type, isRequest: true), Example = examples.Request(id),
                },
            },
        };
    }

    private OpenApiResponses ResponsesOf(RouteEndpoint route, string id)
    {
        var responses = new OpenApiResponses();
        var refusals = CommonRefusals.Of(route, decides).Concat(route.Metadata.GetOrderedMetadata<RouteRefusals>()
            .SelectMany(own => own.Codes.Select(code => (own.Status, Code: code)))).Distinct().ToLookup(one => one.Status, one => one.Code);
        var produced = route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().GroupBy(made => made.StatusCode)
            .ToDictionary(same => same.Key, same => same.ToArray());
        foreach (var status in produced.Keys.Union(refusals.Select(same => same.Key)).Order())
        {
            IOpenApiResponse response = ProblemSchemas.NameOf(status) is { } shared && !produced.ContainsKey(status)
                && refusals[status].All(ProblemSchemas.IsShared) ? new OpenApiResponseReference(shared, document)
                : ResponseOf(
                    route, id, status, produced.GetValueOrDefault(status) ?? [], [.. refusals[status].Order(StringComparer.Ordinal)]);
            responses[$"{status}"] = response;
        }

        return responses;
    }

    private OpenApiResponse ResponseOf(
        RouteEndpoint route, string id, int status, IProducesResponseTypeMetadata[] made, string[] codes)
    {
        var response = new OpenApiResponse
        {
            Description = $"{ProblemSchemas.WordOf(status)}.",
            Content = new Dictionary<string, OpenApiMediaType>(),
        };
        // What the route says itself comes after what the framework inferred, and is the better one.
        foreach (var (type, one) in made.Where(IsWritten)
            .SelectMany(one => one.ContentTypes.DefaultIfEmpty("application/json").Select(type => (type, one)))
            .GroupBy(one => one.type).Select(same => same.Last()))
        {
            response.Content[type] = new OpenApiMediaType
            {
                Schema = !type.EndsWith("json", StringComparison.Ordinal) && type != "text/event-stream"
                    ? type.StartsWith("text/", StringComparison.Ordinal) ? new OpenApiSchema { Type = JsonSchemaType.String }
                        : new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }
                    : schemas.Of(one.Type!, isRequest: false),
                Example = type == "application/json" ? examples.Answer(id, status) : null,
            };
        }

        if (codes.Length > 0)
        {
            var members = route.Metadata.GetOrderedMetadata<RouteRefusals>().FirstOrDefault(own => own.Status == status)?.Members;
            response.Content[Problem] = new OpenApiMediaType
            {
                Schema = ProblemSchemas.Of(document, codes, members is null ? null : schemas.MembersOf(members)),
            };
            response.Extensions = new Dictionary<string, IOpenApiExtension>
            {
                ["x-codes"] = new JsonNodeExtension(new JsonArray([.. codes.Select(code => (JsonNode)code)])),
            };
        }

        response.Headers = route.Metadata.GetMetadata<PagedList>() is not null && status < 400 ? ProblemSchemas.HeadersOfPage(status)
            : ProblemSchemas.HeadersOf(status, Commands.IsCommand(route) && Commands.WantsKey(route));
        if (response.Content.Count == 0) response.Content = null;
        return response;
    }

    private static bool IsWritten(IProducesResponseTypeMetadata made) =>
        made.Type is not null && made.Type != typeof(void) || made.ContentTypes.Any();

    private static JsonObject LimitsOf(RouteEndpoint route)
    {
        var limits = new JsonObject();
        if (route.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is null)
            limits["maximumSeconds"] = (int)(route.Metadata.GetMetadata<RequestTimeoutAttribute>() switch
            {
                { PolicyName: PolicyReplay.Timeout } => PolicyReplay.Longest,
                { Timeout: { } own } => own,
                _ => TimeLimits.Usual,
            }).TotalSeconds;
        if (CommonRefusals.MethodOf(route) is not "GET")
            limits["maximumBodyBytes"] =
                route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? RequestReading.MaximumBody;
        return limits;
    }

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Words();

    [GeneratedRegex(":[^{}]+}")]
    private static partial Regex Policies();
}
