using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The typed C# client of a service, made of its document by NSwag; what only operators use is left out.</summary>
internal static class ClientCode
{
    /// <param name="service">Short name of the service.</param>
    /// <param name="document">Its document.</param>
    public static async Task<string> Of(string service, JsonObject document)
    {
        var name = $"{char.ToUpperInvariant(service[0])}{service[1..]}";
        var plain = OpenApiDocument.Parse(Plain(document).ToJsonString(), "json").Document!;
        var read = await NSwag.OpenApiDocument.FromJsonAsync(await plain.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = $"{name}Client", InjectHttpClient = true, DisposeHttpClient = false, UseBaseUrl = false,
            ResponseArrayType = "System.Collections.Generic.IReadOnlyList", GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings =
            {
                Namespace = $"Rma.Client.{name}", JsonLibrary = CSharpJsonLibrary.SystemTextJson, GenerateNullableReferenceTypes = true,
                GenerateOptionalPropertiesAsNullable = true, DateType = "System.DateOnly", DateTimeType = "System.DateTimeOffset",
                NumberType = "decimal", ArrayType = "System.Collections.Generic.IReadOnlyList",
                ArrayInstanceType = "System.Collections.Generic.List",
            },
        };
        return new CSharpClientGenerator(read, settings).GenerateFile().ReplaceLineEndings("\n");
    }

    // Whatever is refused is one problem to a client; and a word may be sent before this client knows it.
    private static JsonObject Plain(JsonObject document)
    {
        var plain = document.DeepClone().AsObject();
        foreach (var operation in ServiceDocuments.OperationsOf("", plain).ToArray())
        {
            if (operation.Json["tags"]![0]!.GetValue<string>() == "Platform")
            {
                plain["paths"]!.AsObject().Remove(operation.Path);
                continue;
            }

            foreach (var status in operation.Responses.Select(response => response.Key).Where(status => status[0] is '4' or '5').ToArray())
                operation.Responses.Remove(status);
            operation.Responses["default"] = JsonNode.Parse(
                """
                { "description": "Refused.",
                  "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }
                """);
        }

        WithoutWords(plain["components"]!["schemas"]!);
        WithoutWords(plain["paths"]!);
        return plain;
    }

    private static void WithoutWords(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var one in list.OfType<JsonNode>()) WithoutWords(one);
        }
        else if (node is JsonObject record)
        {
            if (record["enum"] is JsonArray) record.Remove("enum");
            record.Remove("example");
            foreach (var (_, value) in record.ToArray())
            {
                if (value is JsonObject or JsonArray) WithoutWords(value);
            }
        }
    }
}
