using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The typed clients are what the documents say.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("issuance")]
    [InlineData("receiving")]
    [InlineData("public")]
    public async Task The_kept_client_is_what_is_made(string service)
    {
        var documents = await ServiceDocuments.All();
        var document = documents.GetValueOrDefault(service) ?? JsonNode.Parse(PublicDocument.Merge(documents))!.AsObject();
        var made = await ClientCode.Of(service, document);
        var name = $"{char.ToUpperInvariant(service[0])}{service[1..]}Client.g.cs";
        GeneratedFile.AssertHolds(House.File("deploy", "kits", "Rma.Client", name), made);
    }
}
