using Rma.Platform.Tests.AsyncApi;
using Rma.Platform.Tests.OpenApi;
using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>The documents by the rules of others, and finance's program by the published vector.</summary>
public sealed class PublishedRulesTests
{
    [NpmFact]
    public async Task The_documents_are_AsyncAPI_and_the_published_rules_have_nothing_to_say()
    {
        var check = await Programs.WithPackages("deploy", "contracts");
        string[] files = [.. AsyncApiDocuments.All.Keys.Select(AsyncApiDocuments.FileOf)];
        var run = await Programs.Run("node", ["check.mjs", .. files], check, seconds: 180);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("AsyncAPI 3.0.0, 7 messages", run.Output, StringComparison.Ordinal);
    }

    [NpmFact]
    public async Task Spectral_finds_nothing_in_the_OpenAPI_documents()
    {
        var check = await Programs.WithPackages("deploy", "contracts");
        string[] files = [.. (await ServiceDocuments.Texts).Keys.Select(ServiceDocuments.FileOf), PublicDocument.File];
        Assert.Equal(6, files.Length);
        var run = await Programs.Run(
            Path.Combine(check, "node_modules", ".bin", "spectral"),
            ["lint", "--fail-severity=warn", "--ruleset", Path.Combine(check, ".spectral.yaml"), .. files], check, seconds: 180);
        Assert.True(run.ExitCode == 0, run.Output);
    }

    [NpmFact]
    public async Task A_document_that_is_none_is_noticed()
    {
        var check = await Programs.WithPackages("deploy", "contracts");
        var file = Path.Combine(check, "wrong.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(AsyncApiDocuments.FileOf("finance.json")))
            .Replace("\"action\": \"send\"", "\"action\": \"shout\"", StringComparison.Ordinal));
        var run = await Programs.Run("node", ["check.mjs", file], check, seconds: 180);
        Assert.True(run.ExitCode == 1, run.Output);
    }

    [ProgramFact("node")]
    public async Task Finances_program_makes_the_hashes_of_the_vector()
    {
        var run = await Programs.Run("node",
            ["finance.mjs", "--vector", House.File("shared", "docs", "contracts", "control-total.json")],
            House.File("deploy", "kits", "node-finance"));
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("✓ the vector agrees", run.Output, StringComparison.Ordinal);
    }
}
