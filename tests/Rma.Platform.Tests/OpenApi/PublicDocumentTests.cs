using System.Text.Json.Nodes;
using Rma.Testing;

namespace Rma.Platform.Tests.OpenApi;

/// <summary>The contract of the public door has what those outside may use, and nothing of what only employees do.</summary>
public sealed class PublicDocumentTests
{
    [Fact]
    public async Task The_kept_document_is_what_is_merged() =>
        GeneratedFile.AssertHolds(PublicDocument.File, PublicDocument.Merge(await ServiceDocuments.All()));

    [Fact]
    public async Task What_partners_and_scanners_may_use_is_at_the_door_and_nothing_else()
    {
        var operations = await ServiceDocuments.Operations();
        var known = Kept().ToDictionary(one => one.ToString());
        foreach (var operation in operations)
        {
            var roles = operation.Json["x-roles"]!.AsArray().Select(role => role!.GetValue<string>()).ToArray();
            var isForThem = roles.Contains("partner") || roles.Contains("scanner")
                || operation.Path.StartsWith("/quote-links", StringComparison.Ordinal);
            Assert.True(
                known.ContainsKey(operation.ToString()) == (isForThem || PublicDocument.IsPublic(operation)), operation.ToString());
        }

        Assert.DoesNotContain(known.Values, one => one.Path.StartsWith("/platform", StringComparison.Ordinal)
            || one.Path.StartsWith("/dead-letters", StringComparison.Ordinal) || one.Path.StartsWith("/policy", StringComparison.Ordinal)
            || one.Service == "credit");
        Assert.True(known.Count > 40, $"only {known.Count} operations are at the door");
    }

    [Fact]
    public void Its_operations_have_names_of_their_own_and_name_only_components_that_it_has()
    {
        Assert.Empty(Kept().GroupBy(one => one.Id).Where(same => same.Count() > 1).Select(same => same.Key));
        var text = System.IO.File.ReadAllText(PublicDocument.File);
        var document = JsonNode.Parse(text)!;
        foreach (System.Text.RegularExpressions.Match found in System.Text.RegularExpressions.Regex.Matches(text, "\"#/([^\"]+)\""))
            Assert.NotNull(found.Groups[1].Value.Split('/').Aggregate((JsonNode?)document, (at, name) => at?[name]));
    }

    private static IEnumerable<Operation> Kept() =>
        from path in JsonNode.Parse(System.IO.File.ReadAllText(PublicDocument.File))!["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(method.Value!["x-service"]!.GetValue<string>(), method.Key, path.Key, method.Value!.AsObject());
}
