using Rma.Testing;

namespace Rma.Platform.Tests;

/// <summary>The page of refusal codes is what the source says.</summary>
public sealed class RefusalCatalogueTests
{
    private static readonly IReadOnlyList<Refusal> All = RefusalCatalogue.OfSource();

    [Fact]
    public void The_page_is_what_is_generated () =>
        GeneratedFile.AssertHolds(House.File("shared", "docs", "refusals.md"), RefusalCatalogue.Page(All));

    [Fact]
    public void Codes_of_every_kind_are_found()
    {
        Assert.True(All.Count > 200, $"only {All.Count} codes were found");
        Assert.Contains(All, refusal => refusal is { Code: "fee.no-effect", Kind: "409" } && refusal.Clauses.Contains("T5"));
        Assert.Contains(All, refusal => refusal is { Code: "retry.reason-missing", Kind: "400" });
        Assert.Contains(All, refusal => refusal is { Code: "stuck-item.not-found", Kind: "404" });
        Assert.Contains(All, refusal => refusal is { Code: "return.unknown", Kind: "dead letter" });
        Assert.Contains(All, refusal => refusal is { Code: "database.unavailable", Kind: "503" });
        Assert.Contains(All, refusal => refusal is { Code: "credit.licence-activated", Kind: "decision: no", Cited: "C7" });
    }

    [Fact]
    public void A_refusal_of_a_caller_has_a_sentence() => Assert.Empty(
        All.Where(refusal => refusal.Kind is "400" or "409" && refusal.Text.Length == 0).Select(refusal => refusal.Code));
}
