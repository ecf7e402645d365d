using Rma.Console.Returns;
using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;

namespace Rma.Console.Tests;

/// <summary>The sentence that the returns desk reads aloud.</summary>
public sealed class ReturnWordsTests
{
    private static readonly DateOnly Tuesday = new(2026, 11, 24);

    [Fact]
    public void It_says_where_the_item_is_what_it_waits_for_and_until_when()
    {
        var row = Assert.Single(ReturnStoryTests.Rows(new Told("WORDS-1").UntilQuote()));
        Assert.Equal(
            "WORDS-1 (RMA-WORDS-1, line 1) has been at the bench since Tue 24 Nov 2026, waiting for the requester's answer to quote 2 " +
            "(120.00 USD), until Thu 24 Dec 2026.",
            ReturnWords.Sentence(row, Tuesday, Tuesday.AddDays(30), toRequester: false));
        Assert.Equal(
            "WORDS-1 (RMA-WORDS-1, line 1) has been at the bench since Tue 24 Nov 2026, waiting for you to answer quote 2 (120.00 USD), " +
            "until Thu 24 Dec 2026.",
            ReturnWords.Sentence(row, Tuesday, Tuesday.AddDays(30), toRequester: true));
    }

    [Fact]
    public void It_says_how_it_ended()
    {
        var told = new Told("WORDS-2");
        var row = Assert.Single(ReturnStoryTests.Rows(
            told.Authorized, told.Credited, told.Closed("credited"), told.Moved(5, "AwaitingCredit", "Closed", 61)));
        Assert.Equal("WORDS-2 (RMA-WORDS-2, line 1) was closed on Tue 24 Nov 2026: credited with 91.50 USD.",
            ReturnWords.Sentence(row, Tuesday, null, toRequester: true));
    }

    [Fact]
    public void An_announced_carton_is_on_its_way()
    {
        var told = new Told("WORDS-4");
        ReturnShipmentAnnounced Announced(int[] lines, string number, int hour) => new(
            Guid.CreateVersion7(), told.RmaId, "RMA-WORDS-4", "ACC-1", "UPS", number, 1, lines, Told.Monday.AddHours(hour));
        var row = Assert.Single(ReturnStoryTests.Rows(
            told.Issued, told.Authorized, Announced([2], "1Z-OTHER", 3), Announced([1], "1Z-SECOND", 2), Announced([1, 2], "1Z-FIRST", 1)));
        Assert.EndsWith("waiting for your carton that is on its way (UPS 1Z-SECOND).",
            ReturnWords.Sentence(row, Tuesday, null, toRequester: true), StringComparison.Ordinal);
        Assert.EndsWith("waiting for the carton that is on its way (UPS 1Z-SECOND).",
            ReturnWords.Sentence(row, Tuesday, null, toRequester: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_state_has_words()
    {
        var row = Assert.Single(ReturnStoryTests.Rows(new Told("WORDS-3").Authorized));
        foreach (var state in ReturnStates.All.Concat(ItemStates.All))
        {
            var sentence = ReturnWords.Sentence(row with { State = state }, Tuesday, null, toRequester: false);
            Assert.DoesNotContain("in the state", sentence, StringComparison.Ordinal);
            Assert.Equal(ReturnStates.Open.Contains(state) || state == ItemStates.Referred,
                sentence.Contains("waiting for", StringComparison.Ordinal));
            Assert.Equal(sentence.Contains("waiting for", StringComparison.Ordinal), NextBy.In(state) is not null);
            Assert.NotEqual(NextBy.In(state) is not null || state == ReturnStates.Initial,
                NextBy.IsOpenSql.Contains($"'{state}'", StringComparison.Ordinal));
        }
    }
}
