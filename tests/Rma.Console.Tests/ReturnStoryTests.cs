using Rma.Console.Facts;
using Rma.Console.Returns;

namespace Rma.Console.Tests;

/// <summary>Where a return is follows from what was heard, not from the order in which it was heard.</summary>
public sealed class ReturnStoryTests
{
    [Fact]
    public void A_return_is_where_its_last_move_led()
    {
        var row = Assert.Single(Rows(new Told("STORY-1").UntilQuote()));
        Assert.Equal(("AwaitingQuoteAnswer", 2, 120.00m, "USD", "east", "PO/STORY-1", "no picture"),
            (row.State, row.QuoteVersion, row.QuoteAmount, row.QuoteCurrency, row.Site, row.Reference, row.Defect));
        Assert.Equal((Told.Monday.AddHours(31), Told.Monday.AddHours(20), Told.Monday),
            (row.Since, row.ArrivedAt, row.RequestedAt));
    }

    [Fact]
    public void The_order_of_hearing_makes_no_difference()
    {
        var facts = Facts(new Told("STORY-2").UntilQuote());
        var expected = Assert.Single(ReturnStory.Of(facts));
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
            Assert.Equal(expected, Assert.Single(ReturnStory.Of([.. facts.OrderBy(_ => random.Next())])));
    }

    [Fact]
    public void Moves_of_one_moment_count_by_their_number()
    {
        var told = new Told("STORY-3");
        var row = Assert.Single(Rows(told.Authorized, told.Moved(3, "B", "OnBench", 5), told.Moved(2, "A", "InRepair", 5)));
        Assert.Equal("OnBench", row.State);
    }

    [Fact]
    public void An_end_that_was_overtaken_is_none()
    {
        var told = new Told("STORY-4");
        var ended = Assert.Single(Rows(told.Authorized, told.Closed("expired"), told.Moved(1, "AwaitingArrival", "Expired", 61)));
        Assert.Equal(("Expired", "expired"), (ended.State, ended.Outcome));
        var late = Assert.Single(Rows(told.Authorized, told.Closed("expired"), told.Moved(1, "AwaitingArrival", "Expired", 61),
            told.Moved(2, "Expired", "AwaitingInspection", 70)));
        Assert.Equal(("AwaitingInspection", null, null), (late.State, late.Outcome, late.ClosedAt));
    }

    [Fact]
    public void A_request_that_waited_has_items_until_it_has_its_number()
    {
        var told = new Told("STORY-5");
        var referred = new Contracts.Issuance.V1.RmaReferred(
            told.RmaId, "ACC-1", "paid-repair", Told.Monday.AddHours(-4), "The invoice is not known.", ["invoice"], "2026-01", ["C2"],
            [new("STORY-5", null, null, null)], "PO-5");
        var waits = Assert.Single(Rows(referred));
        Assert.Equal(("Referred", "STORY-5", "The invoice is not known.", "PO-5", null),
            (waits.State, waits.SerialNumber, waits.Reason, waits.Reference, waits.RmaNumber));
        var row = Assert.Single(Rows(referred, told.Issued, told.Authorized));
        Assert.Equal(told.Number, row.RmaNumber);
        var lapsed = Assert.Single(Rows(referred, new Contracts.Issuance.V1.RequestEnded(told.RmaId, "ACC-1", "lapsed", Told.Monday)));
        Assert.Equal(("Lapsed", "lapsed", Told.Monday), (lapsed.State, lapsed.Outcome, lapsed.ClosedAt));
    }

    [Fact]
    public void A_denied_item_says_why()
    {
        var told = new Told("STORY-6");
        var row = Assert.Single(Rows(new Contracts.Issuance.V1.RmaDenied(
            told.RmaId, "ACC-1", "credit-return", Told.Monday, "Nothing can be credited.", "2026-01", ["C1"],
            [new("STORY-6", "CAM-2", "line.too-late", "It was invoiced too long ago.")])));
        Assert.Equal(("Denied", "It was invoiced too long ago.", "CAM-2"), (row.State, row.Reason, row.Sku));
    }

    [Fact]
    public void Nobody_reads_the_link_of_a_quote() =>
        Assert.DoesNotContain("secret", Facts(new Told("STORY-7").Quoted(1, 9m))[0].Body(), StringComparison.Ordinal);

    [Fact]
    public void Every_kept_message_has_a_time_and_words()
    {
        foreach (var type in Fact.Types.Select(Fact.TypeOf))
        {
            var message = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            Assert.Equal(default, FactTimes.Of(message));
            Assert.Equal(FactWords.IsForRequester(message), FactWords.IsForRequester(message));
        }
    }

    internal static IReadOnlyList<Fact> Facts(params object[] messages) =>
        [.. messages.Select(message => Fact.Of(Guid.CreateVersion7(), message, "ada"))];

    internal static IReadOnlyList<ReturnRow> Rows(params object[] messages) => ReturnStory.Of(Facts(messages));
}
