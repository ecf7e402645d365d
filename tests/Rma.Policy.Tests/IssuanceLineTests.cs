using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>The decision on one item of a request.</summary>
public sealed class IssuanceLineTests
{
    private static readonly DateOnly RequestDay = InvoiceDay.AddDays(10);

    [Theory]
    [Trait("Rule", "C2/100")]
    [InlineData(0, Outcome.Yes, "2026-02-04")]
    [InlineData(59, Outcome.Yes, "2026-04-04")] // the number expires a day before the window closes
    [InlineData(60, Outcome.Yes, "2026-04-05")]
    [InlineData(61, Outcome.Yes, "2026-04-05")] // the window closes a day before the number expires
    [InlineData(89, Outcome.Yes, "2026-04-05")]
    [InlineData(90, Outcome.Yes, "2026-04-05")]
    [InlineData(91, Outcome.No, "2026-04-05")]
    [InlineData(400, Outcome.No, "2026-04-05")]
    public void An_item_is_authorized_while_it_can_still_arrive_in_the_window(int day, Outcome outcome, string lastDay)
    {
        var decision = IssuancePolicy.Decide(Us, Request(Camera) with { RequestedAt = NoonOf(InvoiceDay.AddDays(day)) });

        var line = Assert.Single(decision.Lines);
        Assert.Equal((outcome, Day(lastDay)), (line.Decision.Outcome, line.Decision.LastDay));
        Assert.Equal(outcome == Outcome.No ? "line.window-closed" : null, line.Code);
        Assert.Equal(outcome, decision.Overall.Outcome);
    }

    [Fact]
    [Trait("Rule", "C2/A-02")]
    public void The_request_counts_on_its_local_date()
    {
        Assert.Equal(Outcome.Yes, At(Local(2026, 4, 5, 23, 59, 59)));
        Assert.Equal(Outcome.No, At(Local(2026, 4, 6, 0)));

        static Outcome At(DateTimeOffset instant) =>
            IssuancePolicy.Decide(Us, Request(Camera) with { RequestedAt = instant }).Overall.Outcome;
    }

    [Fact]
    [Trait("Rule", "C2/102")]
    public void A_late_item_is_told_when_its_window_closed_and_that_no_fee_reopens_it()
    {
        var line = Assert.Single(IssuancePolicy.Decide(Us, Request(Camera) with { RequestedAt = NoonOf(Day91) }).Lines);

        Assert.Equal(["C2", "C3"], line.Decision.Clauses);
        Assert.Equal("The 90-day credit window closed on 2026-04-05; a restocking fee does not reopen it.", line.Decision.Reason);
        Assert.Equal("Only an invoice date of 2026-01-06 or later would change this.", line.Decision.WouldChange);
    }

    [Fact]
    [Trait("Rule", "C2/A-12")]
    public void An_incomplete_invoice_is_referred_naming_what_is_missing()
    {
        Assert.Equal(["invoice date"], Missing(Camera with { InvoiceDate = null }));
        Assert.Equal(["net price"], Missing(Camera with { NetPrice = null }));
        Assert.Equal(["net price"], Missing(Camera with { NetPrice = -0.01m }));
        Assert.Equal(["currency"], Missing(Camera with { Currency = null }));
        Assert.Equal(["minor unit of XAU"], Missing(Camera with { Currency = "XAU" }));
        Assert.Equal(
            ["product", "invoice date", "net price", "currency"],
            Missing(new LineFacts { Item = "S1", SoldToThisAccount = true }));
        Assert.Equal(["sale to this account"], Missing(new LineFacts { Item = "S1" }));
    }

    [Fact]
    [Trait("Rule", "C2/A-08")]
    public void An_item_of_an_unknown_product_is_referred_because_its_accessories_cannot_be_judged()
    {
        var line = Single(Camera with { Sku = null });

        Assert.Equal((Outcome.Refer, "line.facts-missing"), (line.Decision.Outcome, line.Code));
        Assert.Equal(["product"], line.Decision.MissingFacts);
        Assert.Equal(["C2"], line.Decision.Clauses);
        Assert.Equal((Outcome.Refer, "line.facts-missing"), Answer(License with { Sku = null }));
        Assert.Equal((Outcome.No, "line.already-credited"), Answer(Credited with { Sku = null }));
    }

    [Fact]
    [Trait("Rule", "C2/100")]
    public void An_invoice_dated_after_the_request_is_referred()
    {
        Assert.Equal(Outcome.Yes, Single(Camera with { InvoiceDate = RequestDay }).Decision.Outcome);
        Assert.Equal(Outcome.Refer, Single(Camera with { InvoiceDate = RequestDay.AddDays(1) }).Decision.Outcome);
    }

    [Fact]
    [Trait("Rule", "C2/99")]
    public void An_item_sold_to_another_account_is_refused_and_an_unproven_sale_is_referred()
    {
        Assert.Equal((Outcome.No, "line.sold-to-another"), Answer(Camera with { SoldToThisAccount = false }));
        Assert.Equal((Outcome.Refer, "line.facts-missing"), Answer(Camera with { SoldToThisAccount = null }));
        Assert.Equal((Outcome.Yes, null), Answer(Camera));
    }

    [Theory]
    [Trait("Rule", "C2/99")]
    [InlineData(false, Outcome.No, "This item was not sold to the requesting account.")]
    [InlineData(null, Outcome.Refer, "Whether it was sold to this account is not known.")]
    public void Whoever_did_not_buy_an_item_learns_nothing_of_its_sale_and_its_history(bool? sold, Outcome outcome, string reason)
    {
        var line = Single(Activated with
        {
            SoldToThisAccount = sold, OpenRmaNumber = Number.ToString(), AlreadyCredited = true, InvoiceDate = InvoiceDay.AddDays(-400),
        });

        Assert.Equal(outcome, line.Decision.Outcome);
        Assert.Equal(reason, line.Decision.Reason);
        Assert.Equal(["C2"], line.Decision.Clauses);
        Assert.Equal([new Fact("item", "LIC-1", "request")], line.Decision.Facts);
        Assert.Null(line.Decision.LastDay);
    }

    [Fact]
    [Trait("Rule", "C2/99")]
    public void Nor_does_an_account_nobody_knows()
    {
        var decision = IssuancePolicy.Decide(Us, Request(Credited with { OpenRmaNumber = Number.ToString() }) with { Account = null });

        var line = Assert.Single(decision.Lines).Decision;
        Assert.Equal((Outcome.Refer, "The account is not known. Whether it was sold to this account is not known."),
            (line.Outcome, line.Reason));
        Assert.Equal([new Fact("item", "S2", "request")], line.Facts);
        Assert.Null(line.LastDay);
        Assert.DoesNotContain(Number.ToString(), decision.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "C7/107")]
    public void An_activated_license_is_refused_and_an_unused_one_is_not()
    {
        Assert.Equal((Outcome.No, "line.licence-activated"), Answer(Activated));
        Assert.Equal((Outcome.Yes, null), Answer(License));
        Assert.Equal(["C7"], Single(Activated).Decision.Clauses);
        Assert.Contains("be decided with its code unused by 2026-02-14", Single(License).Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void An_item_credited_before_is_refused()
    {
        Assert.Equal((Outcome.No, "line.already-credited"), Answer(Credited));
        Assert.Equal(["W13"], Single(Credited).Decision.Clauses);
    }

    [Fact]
    [Rule("P2/112", Shows.Refused)]
    public void An_item_on_an_open_RMA_is_refused_naming_it()
    {
        var line = Single(Camera with { OpenRmaNumber = Number.ToString() });

        Assert.Equal((Outcome.No, "line.remedy-open"), (line.Decision.Outcome, line.Code));
        Assert.Contains(Number.ToString(), line.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "C2/A-12")]
    public void A_definite_no_outweighs_an_open_question() =>
        Assert.Equal((Outcome.No, "line.already-credited"), Answer(Camera with { InvoiceDate = null, AlreadyCredited = true }));

    private static LineOutlook Single(LineFacts line) => Assert.Single(IssuancePolicy.Decide(Us, Request(line)).Lines);

    private static (Outcome, string?) Answer(LineFacts line) => (Single(line).Decision.Outcome, Single(line).Code);

    private static IEnumerable<string> Missing(LineFacts line)
    {
        Assert.Equal(Outcome.Refer, Single(line).Decision.Outcome);
        return Single(line).Decision.MissingFacts;
    }
}
