using Rma.Console.Pages;
using Rma.Console.Returns;
using Rma.Contracts.Issuance;

namespace Rma.Console.Tests;

/// <summary>What is worth offering next, and why something that people expect is not.</summary>
public sealed class NextDeedsTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Fact]
    public void What_is_awaited_can_be_announced_and_cancelled()
    {
        var one = View(ReturnStates.AwaitingArrival);
        var next = NextDeeds.Of(one, new([one, View(ReturnStates.AwaitingArrival)], null, null), Today);
        Assert.Equal([ReturnDeeds.Announce, ReturnDeeds.Cancel], next.Offered);
        Assert.Empty(next.Against);
    }

    [Theory]
    [InlineData(ReturnStates.InRepair, "rma.already-arrived")]
    [InlineData(ReturnStates.Closed, "rma.already-closed")]
    public void A_number_of_which_something_has_gone_on_is_not_cancelled_and_it_says_so(string other, string code)
    {
        var one = View(ReturnStates.AwaitingArrival);
        var next = NextDeeds.Of(one, new([one, View(other)], null, null), Today);
        Assert.Equal([ReturnDeeds.Announce], next.Offered);
        Assert.Equal(code, Assert.Single(next.Against).Code);
    }

    [Fact]
    public void A_number_whose_last_day_is_over_is_asked_for_anew_once()
    {
        var one = View(ReturnStates.AwaitingArrival);
        var next = NextDeeds.Of(one, new([one], null, null), new DateOnly(2026, 12, 24));
        Assert.Equal([ReturnDeeds.Reissue], next.Offered);
        Assert.Equal(["P4", "P3"], Assert.Single(next.Against).Clauses);
        var reissued = NextDeeds.Of(View(ReturnStates.Cancelled), new([], "RMA-7", null), Today);
        Assert.Empty(reissued.Offered);
        Assert.Equal("RMA-7 was issued instead of this number.", Assert.Single(reissued.Against).Sentence);
    }

    [Fact]
    public void A_quote_is_answered_when_the_job_is_known()
    {
        var one = View(ReturnStates.AwaitingQuoteAnswer) with { QuoteVersion = 1, Quote = new(120m, "120.00", "USD") };
        Assert.Equal([ReturnDeeds.Approve, ReturnDeeds.Decline], NextDeeds.Of(one, new([], null, Guid.CreateVersion7()), Today).Offered);
        Assert.Empty(NextDeeds.Of(one, new([], null, null), Today).Offered);
    }

    [Fact]
    public void What_was_decided_against_somebody_and_money_is_disputed()
    {
        var denied = View(ItemStates.Denied);
        Assert.Equal([ReturnDeeds.Dispute], NextDeeds.Of(denied, new([], null, null), Today).Offered);
        Assert.Equal(["rma"], Disputable.Of(denied).Select(subject => subject.Subject));
        var paid = View(ReturnStates.Closed) with { CreditId = Guid.CreateVersion7(), ChargeId = Guid.CreateVersion7() };
        Assert.Equal(["credit", "charge"], Disputable.Of(paid).Select(subject => subject.Subject));
        Assert.Equal(["line"], Disputable.Of(View(ReturnStates.Closed)).Select(subject => subject.Subject));
        Assert.Equal(
            [ReturnDeeds.Reconsider, ReturnDeeds.Withdraw], NextDeeds.Of(View(ItemStates.Referred), new([], null, null), Today).Offered);
    }

    private static ReturnView View(string state) => new(
        Guid.CreateVersion7(), "", state, Told.Monday, NextBy.In(state), null, null, false, "RMA-1", 1, "ACME", null,
        Policy.Remedies.CreditReturn, "A-1", null, Told.Monday, new DateOnly(2026, 12, 23), null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, null, Told.Monday, null, null, null);
}
