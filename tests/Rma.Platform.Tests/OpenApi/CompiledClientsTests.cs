using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Rma.Platform.Tests.AsyncApi;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>What others generate compiles: a client of each HTTP API, and the records of each document of the bus.</summary>
public sealed class CompiledClientsTests
{
    private static readonly MetadataReference[] Libraries =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    public static TheoryData<string> Services =>
        [.. Messaging.Topology.OfPlatform.Services.Select(service => service.Name).Append("public")];

    public static TheoryData<string> Documents => [.. AsyncApiDocuments.All.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_client_of_each_HTTP_API_compiles_and_has_every_operation(string service)
    {
        var documents = await ServiceDocuments.All();
        var document = documents.GetValueOrDefault(service) ?? JsonNode.Parse(PublicDocument.Merge(documents))!.AsObject();
        var code = await ClientCode.Of(service, document);
        Assert.Empty(Faults(code));
        var missing = ServiceDocuments.OperationsOf(service, document)
            .Where(operation => operation.Json["tags"]![0]!.GetValue<string>() != "Platform")
            .Select(operation => operation.Json["operationId"]!.GetValue<string>())
            .Where(id => !code.Contains($" {char.ToUpperInvariant(id[0])}{id[1..]}Async(", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task The_records_of_each_document_of_the_bus_compile(string name)
    {
        var schemas = JsonNode.Parse(await File.ReadAllTextAsync(AsyncApiDocuments.FileOf(name)))!["components"]!["schemas"]!.AsObject();
        // The same generator: a document of records alone.
        var code = await ClientCode.Of("bus", new JsonObject
        {
            ["openapi"] = "3.1.0", ["info"] = new JsonObject { ["title"] = name, ["version"] = "1" }, ["paths"] = new JsonObject(),
            ["components"] = new JsonObject { ["schemas"] = schemas.DeepClone() },
        });
        Assert.Empty(Faults(code));
        foreach (var record in schemas.Where(schema => schema.Value!["properties"] is not null))
            Assert.Contains($" class {record.Key}", code, StringComparison.Ordinal);
    }

    private static string[] Faults(string code) =>
    [
        .. CSharpCompilation.Create("generated", [CSharpSyntaxTree.ParseText(code)], Libraries,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString()).Take(5),
    ];
}
