using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.CreditCases;

public sealed class AssessCreditTests : Spec<CreditCase, CreditCaseEvent>
{
    private static AssessCredit Ask(CreditRequest request, params LedgerEvent[] ledger) => new(request, LedgersOf(ledger), Us, Monday);

    private static CreditCaseEvent Answer(AssessCredit command, params CreditCaseEvent[] history) =>
        Assert.Single(AssessCredit.Decide(Given(history).State, command));

    [Fact]
    [Rule("C2/99", Shows.Accepted)]
    [Rule("C4/103", Shows.Accepted)]
    [Rule("C5/104", Shows.Accepted)]
    public void A_sealed_unit_in_time_is_credited_with_what_was_paid() => // E05a
        Given().When(state => AssessCredit.Decide(state, Ask(Camera))).Then(Credited180);

    [Fact]
    [Rule("C2/111", Shows.Accepted)]
    public void Tax_is_given_back_as_invoiced()
    {
        var taxed = Camera with { Purchase = Paid180 with { Tax = 14.85m } };
        var decision = CreditPolicy.Assess(Us, FactsOf(taxed)).Decision;
        Given().When(state => AssessCredit.Decide(state, Ask(taxed))).Then(new CreditIssued(
            taxed, FactsOf(taxed), CreditId, [new("price", Usd(180m)), new("tax-reversal", Usd(14.85m))], Usd(180m), Usd(194.85m), decision,
            Monday));
    }

    [Theory]
    [Rule("C2/100", Shows.Accepted)]
    [Rule("C2/100", Shows.Refused)]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void Day_90_is_inside_and_day_91_is_not_even_for_a_sealed_unit(int day, bool credited) // E01
    {
        var answer = Answer(Ask(Camera with { Purchase = Paid180 with { InvoiceDate = MondayDate.AddDays(-day) } }));
        Assert.Equal(credited, answer is CreditIssued);
        if (answer is CreditDenied denied)
            Assert.Equal(("credit.window-closed", "C2,C3"), (denied.Code, string.Join(',', denied.Decision.Clauses)));
    }

    [Theory]
    [Rule("C2/100", Shows.Accepted)]
    [Rule("C2/100", Shows.Refused)]
    [InlineData(7, 59, true)] // 23:59 in Los Angeles, day 90
    [InlineData(8, 0, false)] // midnight in Los Angeles, day 91
    public void The_day_is_the_policy_s_own_local_day(int hour, int minute, bool credited)
    {
        var invoiced = Paid180 with { InvoiceDate = MondayDate.AddDays(-91) };
        var arrived = new DateTimeOffset(2026, 3, 2, hour, minute, 0, TimeSpan.Zero);
        Assert.Equal(credited, Answer(Ask(Camera with { Purchase = invoiced, ArrivedAt = arrived })) is CreditIssued);
    }

    [Theory]
    [Rule("C3/110", Shows.Accepted)]
    [InlineData(15, 15.05, 85.25)]
    [InlineData(25, 25.07, 75.23)]
    public void A_fee_chosen_before_the_question_is_taken_and_stays_in_its_band(int percent, double fee, double credit) // E02
    {
        var opened = Camera with { Purchase = Paid180 with { NetPrice = 100.30m }, Inspection = OpenBox };
        var issued = Assert.IsType<CreditIssued>(Answer(Ask(opened), Fee20 with { Percent = percent }));
        Assert.Equal([new("price", Usd(100.30m)), new("restocking-fee", Usd(-(decimal)fee))], issued.Lines);
        Assert.Equal((Usd((decimal)credit), (decimal?)percent), (issued.Total, issued.Facts.ChosenFeePercent));
    }

    [Fact]
    [Rule("C3/110", Shows.Accepted)]
    public void The_fee_is_taken_per_unit() // E17
    {
        var issued = Assert.IsType<CreditIssued>(
            Answer(Ask(Camera with { Purchase = Paid180 with { NetPrice = 33.30m }, Inspection = OpenBox })));
        Assert.Equal(84.90m, 3 * issued.Total.Amount);
    }

    [Fact]
    [Rule("C7/108", Shows.Accepted)]
    [Rule("C7/108", Shows.Refused)]
    public void An_unused_license_is_credited_and_one_activated_by_now_is_not() // E03
    {
        Assert.Equal(Usd(50m), Assert.IsType<CreditIssued>(Answer(Ask(License))).Total);
        var denied = Assert.IsType<CreditDenied>(Answer(Ask(License, Activated)));
        Assert.Equal(("credit.licence-activated", "C7"), (denied.Code, string.Join(',', denied.Decision.Clauses)));
    }

    [Fact]
    [Rule("C5/105", Shows.Accepted)]
    [Rule("C5/104", Shows.Refused)]
    public void A_damaged_unit_is_referred_with_bounds_and_never_priced() => // E04
        Given().When(state => AssessCredit.Decide(state, Ask(Damaged))).Then(Referred);

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void A_second_return_of_a_credited_serial_is_denied() // E05c
    {
        var denied = Assert.IsType<CreditDenied>(Answer(Ask(Camera with { ReturnId = OtherReturnId }, Posted180)));
        Assert.Equal(("credit.over-price-paid", 180m), (denied.Code, denied.Facts.CreditedBefore));
        Assert.IsType<CreditIssued>(Answer(
            Ask(Camera with { ReturnId = OtherReturnId, Purchase = Paid180 with { InvoiceId = "INV-9" } }, Posted180)));
    }

    [Fact]
    [Rule("W4/35", Shows.Refused)]
    public void A_missing_serial_label_is_referred()
    {
        var referred = Assert.IsType<CreditReferred>(
            Answer(Ask(Camera with { Inspection = Sealed with { SerialLabel = SerialLabel.Missing } })));
        Assert.Equal("credit.serial-label", referred.Code);
        Assert.Contains("W4", referred.Decision.Clauses);
    }

    [Theory]
    [Rule("C2/111", Shows.Refused)]
    [InlineData("XXX", 180, 0)]
    [InlineData("USD", -180, 0)]
    [InlineData("USD", 180, -1)]
    public void An_unknown_currency_and_negative_amounts_are_referred_without_bounds(string currency, int price, int tax) =>
        Assert.Null(Assert.IsType<CreditReferred>(Answer(Ask(Damaged with { Purchase = new("INV-1", MondayDate, price, tax, currency) })))
            .Bounds);

    [Fact]
    [Rule("C1/98", Shows.Refused)]
    public void Without_a_number_of_ours_there_is_no_credit() =>
        Assert.Equal("credit.no-rma-number", Assert.IsType<CreditDenied>(Answer(Ask(Camera with { RmaNumber = "TICKET-12" }))).Code);

    [Fact]
    public void A_decided_case_is_never_decided_again()
    {
        Given(Credited180).When(state => AssessCredit.Decide(state, Ask(Damaged with { RequestedAt = Monday.AddDays(1) }))).ThenNothing();
        Given(Late).When(state => AssessCredit.Decide(state, Ask(Camera with { RequestedAt = Monday.AddDays(1) }))).ThenNothing();
    }

    [Fact]
    public void The_same_facts_again_change_nothing() =>
        Given(Referred).When(state => AssessCredit.Decide(
            state, new(Damaged with { RequestedAt = Monday.AddDays(1) }, LedgersOf(), Us, Monday.AddDays(1)))).ThenNothing();

    [Fact]
    public void The_missing_invoice_has_come() =>
        Given(WithoutInvoice).When(state => AssessCredit.Decide(state, Ask(Camera))).Then(Credited180);

    [Fact]
    public void An_overtaken_question_changes_nothing() =>
        Given(Referred).When(state => AssessCredit.Decide(state, Ask(Damaged with { Purchase = null, RequestedAt = Monday.AddHours(-1) })))
            .ThenNothing();

    [Fact]
    public void Refuses_another_item_under_the_same_case() =>
        Given(Referred).When(state => AssessCredit.Decide(state, Ask(Damaged with { SerialNumber = "S31" })))
            .ThenRefused("credit.other-item");

    [Fact]
    [Trait("Rule", "P1/I11")]
    public void Deciding_again_on_the_stored_facts_gives_the_same_decision()
    {
        foreach (var request in new[] { Camera, Damaged, License, Camera with { Inspection = OpenBox } })
        {
            var answer = Answer(Ask(request));
            var (facts, decision) = answer switch
            {
                CreditIssued e => (e.Facts, e.Decision),
                CreditReferred e => (e.Facts, e.Decision),
                _ => throw new InvalidOperationException(answer.ToString()),
            };
            Assert.Equal(decision, CreditPolicy.Assess(Us, facts).Decision);
        }
    }

    [Fact]
    [Rule("V1/85", Shows.Accepted)]
    public void An_advance_replacement_is_credited_by_its_own_clauses_whatever_the_90_days()
    {
        var advance = Camera with
        {
            Remedy = Remedies.AdvanceReplacement, AuthorizedAt = Monday.AddDays(-20), ValidThrough = MondayDate.AddDays(10),
            FaultFound = true, Inspection = OpenBox, Purchase = Paid180 with { InvoiceDate = MondayDate.AddDays(-150) },
            Replacement = new("PO-7", "CAM-2", true, Monday.AddDays(-19), false, null),
        };
        Assert.Equal(Usd(180m), Assert.IsType<CreditIssued>(Answer(Ask(advance))).Total);
        Assert.Equal("credit.no-fault-found", Assert.IsType<CreditDenied>(Answer(Ask(advance with { FaultFound = false }))).Code);
        var waiting = Assert.IsType<CreditReferred>(Answer(Ask(advance with { Replacement = null })));
        Assert.Equal("credit.replacement-not-ordered", waiting.Code);
        Given(waiting).When(state => AssessCredit.Decide(state, Ask(advance))).Then(Answer(Ask(advance)));
        Assert.Equal("credit.replacement-order-late", Assert.IsType<CreditDenied>(Assert.Single(AssessCredit.Decide(
            Given(waiting).State, Ask(advance with { Replacement = null }) with { Now = Monday.AddDays(11) }))).Code);
    }

    [Fact]
    public void A_question_from_a_clock_that_is_ahead_is_answered_on_its_own_day()
    {
        var asked = Camera with { RequestedAt = Monday.AddSeconds(1) };
        Assert.Equal(Monday.AddSeconds(1), AssessCredit.NotBeforeAsked(asked, Monday));
        Assert.Equal(Monday.AddSeconds(2), AssessCredit.NotBeforeAsked(asked, Monday.AddSeconds(2)));
    }

    [Fact]
    [Rule("C3/102", Shows.Accepted)]
    public void What_was_allowed_for_a_return_counts_and_is_kept()
    {
        var allowed = new PolicyOverride(new("0195f000-0000-7000-8000-0000000000cc"), "credit.window-closed", "C2", null, MondayDate);
        var late = Camera with { Purchase = Paid180 with { InvoiceDate = MondayDate.AddDays(-100) } };
        Assert.IsType<CreditDenied>(Answer(Ask(late)));
        Assert.Equal([allowed.Id], Assert.IsType<CreditIssued>(Answer(Ask(late with { Overrides = [allowed] }))).Decision.Overrides);
    }
}
