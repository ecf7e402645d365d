using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Rma.ServiceDefaults;

/// <summary>
/// The OpenAPI document of a service, made of its routes. It is served to anybody, like the health routes: it says what stands in the
/// repository anyway, and whoever writes a client has no key yet.
/// </summary>
public static class ServiceDocument
{
    /// <summary>Where each service serves it.</summary>
    public const string Path = "/openapi/v1.json";

    private const string Name = "v1";

    internal static void AddServiceDocument(this IServiceCollection services, string service)
    {
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            // All schemas are made by SchemaBook: the framework does not see through the converters of strict reading.
            options.CreateSchemaReferenceId = _ => null;
            options.AddDocumentTransformer((document, context, ct) =>
            {
                new DocumentWriter(document, service, context.ApplicationServices).Write(Routes(context));
                return Task.CompletedTask;
            });
        });
        services.AddSingleton(provider => new Lazy<Task<byte[]>>(() => Serialized(provider)));
    }

    internal static void MapServiceDocument(this IEndpointRouteBuilder routes) => routes.MapGet(Path, async (
        Lazy<Task<byte[]>> document) => Results.Bytes(await document.Value, "application/json"))
        .AllowAnonymous().ExcludeFromDescription();

    /// <summary>The document as JSON, with its members in a stable order and a line feed at the end.</summary>
    public static async Task<string> Text(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1) is var text && JsonNode.Parse(text) is { } json
            ? json.ToJsonString(Pretty).ReplaceLineEndings("\n") + "\n" : throw new InvalidOperationException("The document is empty.");
    }

    private static readonly System.Text.Json.JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Made once, when it is asked for: nobody can make the service work by asking again.
    private static async Task<byte[]> Serialized(IServiceProvider services) =>
        System.Text.Encoding.UTF8.GetBytes(await Text(services));

    private static IEnumerable<RouteEndpoint> Routes(OpenApiDocumentTransformerContext context) =>
        context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
