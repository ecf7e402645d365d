using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Reasons name the deciding clause; decisions from before that are replayed unchanged.</summary>
public sealed class WordingTests
{
    private static readonly LineFacts Unit =
        new() { Item = "A", Sku = "CAM-2", SoldToThisAccount = true, DefectReported = true, ShippedOn = new(2026, 2, 1),
        WarrantyMonths = 24, InvoiceDate = new(2026, 2, 1), NetPrice = 180m, Currency = "USD" };

    [Fact]
    public void Terms_are_cited_from_the_table_of_terms()
    {
        var facts = new IssuanceFacts(new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero), Remedies.WarrantyRepair, new("distributor", true), [Unit]);
        Assert.DoesNotContain(Clauses.W2, IssuancePolicy.Decide(Us, facts with { Edition = RuleEdition.First }).Lines[0].Decision.Clauses);
        Assert.Contains(Clauses.W2, IssuancePolicy.Decide(Us, facts).Lines[0].Decision.Clauses);
    }

    [Fact]
    public void A_stranger_is_told_whom_to_ask()
    {
        var facts = new IssuanceFacts(new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero), Remedies.WarrantyRepair, new("end-user", false), [Unit]);
        Assert.DoesNotContain("that sold the unit",
            IssuancePolicy.Decide(Us, facts with { Edition = RuleEdition.First }).Overall.WouldChange, StringComparison.Ordinal);
        Assert.Contains("that sold the unit", IssuancePolicy.Decide(Us, facts).Overall.WouldChange, StringComparison.Ordinal);
    }
}
