using Rma.Testing;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The typed clients are what the documents say.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("issuance")]
    [InlineData("receiving")]
    public async Task The_kept_client_is_what_is_made(string service)
    {
        var made = await ClientCode.Of(service, (await ServiceDocuments.All())[service]);
        var name = $"{char.ToUpperInvariant(service[0])}{service[1..]}Client.g.cs";
        GeneratedFile.AssertHolds(House.File("deploy", "kits", "Rma.Client", name), made);
    }
}
