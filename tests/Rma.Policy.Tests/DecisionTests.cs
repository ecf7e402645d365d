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
    [Trait("Rule", "P1/I11")]
    public void A_sentence_may_be_written_better_later_and_it_is_the_same_answer() =>
        Assert.True(Late().AnswersAs(Late() with { Reason = "It came too late.", WouldChange = null, Anchor = "invoice date" }));

    public static TheoryData<Decision> OtherAnswers =>
    [
        Late() with { Outcome = Outcome.Refer }, Late() with { PolicyVersionId = "us-2027-01" }, Late() with { BusinessDate = Day90 },
        Late() with { Clauses = ["C2"] }, Late() with { Facts = [] }, Late() with { MissingFacts = ["tax"] },
        Late() with { LastDay = Day91 }, Late() with { Zone = "UTC" }, Late() with { ExpectedAmount = Usd(1m) },
        Late() with { DecidedBy = "ana" }, Late() with { Overrides = [] },
    ];

    [Theory]
    [Trait("Rule", "P1/I11")]
    [MemberData(nameof(OtherAnswers))]
    public void Any_other_difference_is_another_answer(Decision other) => Assert.False(Late().AnswersAs(other));

    [Fact]
    [Trait("Rule", "P1/A-12")]
    public void An_answer_nobody_set_is_not_a_yes() => Assert.Equal(Outcome.Refer, default);
}
