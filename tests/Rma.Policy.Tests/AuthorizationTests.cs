using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Advance replacements, tickets and overrides, as far as a request is concerned (V1, V5, V7, P2, A-05).</summary>
public sealed class AuthorizationTests
{
    private static readonly (Outcome, string?) Yes = (Outcome.Yes, null);

    [Theory]
    [Rule("V1/85", Shows.Accepted)]
    [Rule("V1/86", Shows.Accepted)]
    [Rule("V1/87", Shows.Accepted)]
    [Rule("V5/91", Shows.Accepted)]
    [InlineData(0)]
    [InlineData(180)]
    public void An_advance_replacement_is_authorized_through_day_180_of_the_invoice(int day)
    {
        var outlook = Outlook(Asks(Remedies.AdvanceReplacement, Defective, InvoiceDay.AddDays(day)));
        Assert.Equal(Outcome.Yes, outlook.Decision.Outcome);
        Assert.Equal(Usd(180m), outlook.Decision.ExpectedAmount);
        Assert.Contains("Order the same item now, naming this number", outlook.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("V1/86", Shows.Refused)]
    [Rule("V1/87", Shows.Refused)]
    public void Day_181_is_too_late_unless_the_version_reads_V7_to_the_letter()
    {
        var late = Asks(Remedies.AdvanceReplacement, Defective, InvoiceDay.AddDays(181));
        Assert.Equal((Outcome.No, "line.replacement-window-closed"), Verdict(late));
        Assert.Equal("invoice date 2026-01-05 + 180 days", Outlook(late).Decision.Anchor);
        var toTheLetter = Altered(document => document.Setting("advanceReplacementFailsOn")["value"] = "both");
        Assert.Equal(Outcome.Yes, IssuancePolicy.Decide(toTheLetter, late).Overall.Outcome);
    }

    [Fact]
    [Rule("V1/85", Shows.Refused)]
    public void It_is_for_defective_units() =>
        Assert.Equal((Outcome.Refer, "line.defect-not-reported"),
            Verdict(Asks(Remedies.AdvanceReplacement, Defective with { DefectReported = false })));

    [Fact]
    public void It_is_for_units_that_this_account_bought()
    {
        Assert.Equal((Outcome.No, "line.sold-to-another"),
            Verdict(Asks(Remedies.AdvanceReplacement, Defective with { SoldToThisAccount = false })));
        Assert.Equal((Outcome.Refer, "invoice.facts-missing"),
            Verdict(Asks(Remedies.AdvanceReplacement, Defective with { InvoiceDate = null })));
        Assert.Equal((Outcome.No, "line.nothing-to-replace"),
            Verdict(Asks(Remedies.AdvanceReplacement, Defective with { IsLicense = true })));
        Assert.Equal((Outcome.Refer, "line.requested-before-invoice"),
            Verdict(Asks(Remedies.AdvanceReplacement, Defective, InvoiceDay.AddDays(-1))));
    }

    [Fact]
    public void An_earlier_policy_holds_on_its_own_days_E10()
    {
        var second = Altered(document =>
        {
            document["id"] = "us-2025-03";
            document["effectiveFrom"] = "2025-03-01";
            document.Setting("advanceReplacementWindowDays")["value"] = 120;
        });
        PolicyBook book = new([Us, second]);
        var asked = Asks(Remedies.AdvanceReplacement, Defective with { InvoiceDate = new(2024, 10, 1) }, new(2025, 2, 1)); // day 123
        var decided = IssuancePolicy.Decide(book.InForceAt(asked.RequestedAt), asked);
        Assert.Equal((Outcome.Yes, "us-2026-01"), (decided.Overall.Outcome, decided.Overall.PolicyVersionId));
        Assert.Empty(new DecidedCase(asked, asked.DecideUnder(Us)).Differences(book));
        Assert.Equal("line.replacement-window-closed", IssuancePolicy.Decide(second, asked).Lines[0].Code);
    }

    [Theory]
    [Rule("P3/9", Shows.Accepted)]
    [InlineData(Remedies.WarrantyRepair)]
    public void A_ticket_opens_the_bench_and_does_not_expire(string remedy)
    {
        var decision = IssuancePolicy.Decide(Us, Asks(remedy, Defective) with { ByTicket = true });
        Assert.Equal((Outcome.Yes, DateOnly.MaxValue, null), (decision.Overall.Outcome, decision.ValidThrough, decision.Overall.LastDay));
    }

    [Theory]
    [Rule("C1/98", Shows.Refused)]
    [InlineData(Remedies.CreditReturn, "C1")]
    [InlineData(Remedies.StockRotation, "C1")]
    [InlineData(Remedies.OtcExchange, "T8")]
    [InlineData(Remedies.AdvanceReplacement, "V5")]
    public void A_ticket_is_never_money(string remedy, string clause)
    {
        var decision = IssuancePolicy.Decide(Us, Asks(remedy, Exchanged) with { ByTicket = true });
        Assert.Equal("rma.ticket-not-enough", decision.Code);
        Assert.Equal([clause], decision.Overall.Clauses);
    }

    [Fact]
    [Rule("V5/91", Shows.Refused)]
    public void An_advance_replacement_needs_an_RMA_number() =>
        Assert.Equal("rma.ticket-not-enough",
            IssuancePolicy.Decide(Us, Asks(Remedies.AdvanceReplacement, Defective) with { ByTicket = true }).Code);

    [Fact]
    [Rule("P4/16", Shows.Accepted)]
    public void A_parcel_on_a_ticket_comes_in_years_later()
    {
        var ticket = RmaNumber.FromSequence(5, isTicket: true);
        var judged = DockPolicy.Judge(
            Us, new(Local(2036, 1, 1), new Marking.Legible(ticket), FreightTerms.Prepaid,
            new DockAuthorization.Open(IssuancePolicy.TicketValidThrough), false));
        Assert.IsType<DockJudgement.Accepted>(judged);
        Assert.Null(judged.Decision.LastDay);
    }

    [Fact]
    [Rule("P4/16", Shows.Refused)]
    public void On_an_RMA_number_it_does_not() => Assert.IsType<DockJudgement.Refused>(DockPolicy.Judge(
        Us, new(Local(2036, 1, 1), new Marking.Legible(RmaNumber.FromSequence(5)), FreightTerms.Prepaid,
            new DockAuthorization.Open(new(2026, 2, 4)), false)));

    [Fact]
    public void An_override_lifts_the_refusal_it_names_and_shows_in_the_decision()
    {
        PolicyOverride granted = new(new("0195f000-0000-7000-8000-0000000000aa"), "line.outside-warranty", "W1", null, new(2027, 7, 1));
        var asked = Asks(Remedies.WarrantyRepair, Defective with { Overrides = [granted] }, new(2027, 7, 1));
        var outlook = Outlook(asked);
        Assert.Equal(Outcome.Yes, outlook.Decision.Outcome);
        Assert.Equal([granted.Id], outlook.Decision.Overrides!);
        Assert.Contains(outlook.Decision.Facts, fact => fact.Name == "override of line.outside-warranty");
        Assert.Equal((Outcome.No, "line.outside-warranty"), Verdict(asked with { RequestedAt = NoonOf(new(2027, 7, 2)) })); // expired
        // another refusal
        Assert.Equal((Outcome.No, "line.replaced"), Verdict(asked with { Lines = [asked.Lines[0] with { ReplacedBy = "R" }] }));
    }

    [Fact]
    public void What_no_version_lets_be_overridden_stays_refused() => Assert.Equal((Outcome.No, "line.replaced"), Verdict(Asks(
        Remedies.WarrantyRepair, Defective with { ReplacedBy = "R",
            Overrides = [new(Guid.Empty, "line.replaced", "W8", null, new(2030, 1, 1))] })));

    [Fact]
    [Rule("P2/112", Shows.Refused)]
    public void One_remedy_at_a_time_E16()
    {
        var open = Defective with { OpenRmaNumber = "RMA-222222-2" };
        Assert.All([Remedies.WarrantyRepair, Remedies.AdvanceReplacement, Remedies.CreditReturn], remedy =>
            Assert.Equal((Outcome.No, "line.remedy-open"), Verdict(Asks(remedy, open))));
    }

    [Fact]
    [Rule("P2/112", Shows.Accepted)]
    public void Before_any_is_open_all_that_fit_are_offered() =>
        Assert.All([Remedies.WarrantyRepair, Remedies.AdvanceReplacement, Remedies.CreditReturn, Remedies.OtcExchange], remedy =>
            Assert.Equal(Yes, Verdict(Asks(remedy, Exchanged))));

    [Fact]
    public void Every_decision_of_a_request_is_decided_again_to_the_letter()
    {
        foreach (var remedy in Remedies.All)
        {
            var facts = ThereAndBack(Asks(
                remedy, Exchanged with { Overrides = [new(Guid.Empty, "line.outside-warranty", "W1", null, new(2030, 1, 1))] }));
            Assert.Empty(new DecidedCase(facts,
                Asks(remedy, Exchanged with { Overrides = [new(Guid.Empty, "line.outside-warranty", "W1", null, new(2030, 1, 1))] })
                .DecideUnder(Us)).Differences(Book));
        }
    }
}
