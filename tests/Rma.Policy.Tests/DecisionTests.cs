using System.Text.Json;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

public sealed class DecisionTests
{
    private static Decision Late() => new(
        Outcome.No, "us-2026-01", Day91, ["C2", "C3"], "Too late.", [new Fact("invoice date", "2026-01-05", "invoice")], [],
        "A later invoice date.", Day90);

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Equal_contents_make_equal_decisions()
    {
        Assert.Equal(Late(), Late());
        Assert.Equal(Late().GetHashCode(), Late().GetHashCode());
        Assert.NotEqual(Late().Clauses.GetHashCode(), (Late() with { Clauses = ["C3"] }).Clauses.GetHashCode());
    }

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Any_difference_in_a_list_makes_a_difference()
    {
        Assert.NotEqual(Late(), Late() with { Clauses = ["C3", "C2"] });
        Assert.NotEqual(Late(), Late() with { Clauses = ["C2"] });
        Assert.NotEqual(Late(), Late() with { Facts = [new Fact("invoice date", "2026-01-06", "invoice")] });
        Assert.NotEqual(Late(), Late() with { MissingFacts = ["tax"] });
        Assert.False(Late().Clauses.Equals(null));
    }

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void A_decision_round_trips_with_default_options()
    {
        Assert.Equal(Late(), ThereAndBack(Late()));
        var open = Late() with { WouldChange = null, LastDay = null, MissingFacts = ["tax", "inspection"] };
        Assert.Equal(open, ThereAndBack(open));
    }

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void A_decision_is_written_in_words_and_plain_lists()
    {
        var json = JsonSerializer.Serialize(Late());
        Assert.Contains("\"Outcome\":\"No\"", json, StringComparison.Ordinal);
        Assert.Contains("\"Clauses\":[\"C2\",\"C3\"]", json, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "P1/A-12")]
    public void An_answer_nobody_set_is_not_a_yes() => Assert.Equal(Outcome.Refer, default);
}
