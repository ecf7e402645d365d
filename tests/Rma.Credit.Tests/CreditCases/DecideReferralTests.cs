using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.CreditCases;

public sealed class DecideReferralTests : Spec<CreditCase, CreditCaseEvent>
{
    private static DecideReferral Decide(decimal? amount, params LedgerEvent[] ledger) =>
        new(amount, "light scratch", ["ab"], "ana", "credit-analyst", LedgersOf(ledger), Us, Monday);

    private static AnalystDecided Decided(decimal? amount) =>
        new(amount is { } granted ? Usd(granted) : null, "light scratch", ["ab"], "ana", "credit-analyst", Monday);

    private static Outcome By(DecideReferral command, params CreditCaseEvent[] history) =>
        Given(history).When(state => DecideReferral.Decide(state, command));

    private static CreditIssued Issued(decimal amount, params CreditCaseEvent[] history) =>
        Assert.IsType<CreditIssued>(DecideReferral.Decide(Given(history).State, Decide(amount)).Last());

    [Fact]
    [Rule("C5/105", Shows.Accepted)]
    public void Grants_a_part_and_keeps_the_rest_for_the_damage() => // E04
        By(Decide(120m), Referred).Then(Decided(120.00m), new CreditIssued(
            Damaged, FactsOf(Damaged), CreditId,
            [new("price", Usd(200m)), new("restocking-fee", Usd(-30m)), new("damage-fee", Usd(-50m))], Usd(120m), Usd(120m),
            Referred.Decision with
            {
                Outcome = Policy.Outcome.Yes, Clauses = ["C5", "C4", "C3", "C6", "W13"], WouldChange = null,
                Reason = "ana granted USD 120.00 of at most USD 170.00: light scratch", ExpectedAmount = Usd(120.00m), DecidedBy = "ana",
            }, Monday));

    private static readonly ApprovalLimits Hundred = new([new("credit-analyst", 100m)]);

    private static CreditGrantProposed Proposed(decimal amount, string by = "ana") =>
        new(Usd(amount), Usd(100m), "light scratch", ["ab"], by, "credit-analyst", Monday);

    [Theory]
    [InlineData("100.00", 1)]
    [InlineData("100.01", 0)]
    public void S11_more_than_one_person_may_grant_waits_for_a_second(string net, int credits)
    {
        var amount = decimal.Parse(net, System.Globalization.CultureInfo.InvariantCulture);
        var decided = DecideReferral.Decide(Given(Referred).State, Decide(amount) with { Limits = Hundred }).ToArray();
        Assert.Equal(credits, decided.OfType<CreditIssued>().Count());
        if (credits == 0) Assert.Equal(Proposed(amount), Assert.Single(decided));
    }

    [Theory]
    [InlineData("ana", 120, 0, 0)] // the same person once more
    [InlineData(" ANA", 120, 0, 0)]
    [InlineData("bob", 120, 1, 0)] // a second person who grants the same
    [InlineData("bob", 121, 0, 1)] // another amount is another proposal
    [InlineData("ana", 121, 0, 1)]
    [InlineData("ana", 99, 1, 0)] // within what one person may grant
    public void S11_only_another_person_seconds_and_only_the_same_amount(string by, decimal amount, int credits, int proposals)
    {
        var decided = DecideReferral.Decide(
            Given(Referred, Proposed(120m)).State, Decide(amount) with { Limits = Hundred, Analyst = by }).ToArray();
        Assert.Equal((credits, proposals), (decided.OfType<CreditIssued>().Count(), decided.OfType<CreditGrantProposed>().Count()));
        if (credits == 1 && amount == 120m)
            Assert.EndsWith("(ana had proposed it: light scratch)", decided.OfType<CreditIssued>().Single().Decision.Reason,
                StringComparison.Ordinal);
    }

    [Fact]
    public void S11_one_person_may_deny_what_another_proposed() =>
        Assert.IsType<CreditDenied>(DecideReferral.Decide(
            Given(Referred, Proposed(120m)).State, Decide(null) with { Limits = Hundred }).Last());

    [Theory]
    [InlineData("credit-return", "USD", 300)]
    [InlineData("advance-replacement", "USD", 200)]
    [InlineData("credit-return", "EUR", 50)]
    public void S11_the_first_limit_that_fits_counts(string remedy, string currency, decimal limit)
    {
        var limits = new ApprovalLimits([
            new("returns-desk", 1m), new("credit-analyst", 200m, "advance-replacement"), new("credit-analyst", 50m, Currency: "EUR"),
            new("credit-analyst", 300m)]);
        Assert.Null(limits.ExceededBy(new(limit, currency), "credit-analyst", remedy));
        Assert.Equal(new Money(limit, currency), limits.ExceededBy(new(limit + 0.01m, currency), "credit-analyst", remedy));
    }

    [Fact]
    public void Grants_the_upper_bound_without_a_damage_fee() =>
        Assert.Equal([new("price", Usd(200m)), new("restocking-fee", Usd(-30m))], Issued(170.00m, Referred).Lines);

    [Fact]
    public void The_lines_add_up_with_tax()
    {
        var issued = Issued(0.01m, ReferralOf(
            Damaged with { Purchase = Paid200 with { Tax = 16.50m } }, "credit.damaged", Referred.Bounds));
        Assert.Equal(issued.Total.Amount, issued.Lines.Sum(line => line.Amount.Amount));
        Assert.Equal((Usd(16.51m), Usd(0.01m)), (issued.Total, issued.Net));
    }

    [Theory]
    [Rule("C5/105", Shows.Refused)]
    [Rule("C6/106", Shows.Refused)]
    [Rule("W12/47", Shows.Refused)]
    [InlineData(170.01)]
    [InlineData(200)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(99.999)]
    public void Refuses_an_amount_outside_the_bounds_and_names_them(double amount) // E04
    {
        var refused = By(Decide((decimal)amount), Referred).ThenRefused("credit.amount-outside-bounds");
        Assert.Contains("C5", refused.Clauses);
        Assert.Contains("USD 170.00", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("V4/109", Shows.Accepted)]
    [Rule("V4/109", Shows.Refused)]
    public void A_fee_chosen_after_the_referral_moves_the_bound()
    {
        By(Decide(160.01m), Referred, Fee20).ThenRefused("credit.amount-outside-bounds");
        Assert.Equal(new("restocking-fee", Usd(-40m)), Issued(160m, Referred, Fee20).Lines[1]);
    }

    [Fact]
    [Rule("C5/104", Shows.Refused)]
    public void Denies_with_the_reason() =>
        By(Decide(null), Referred).Then(Decided(null), new CreditDenied(
            Damaged, FactsOf(Damaged), "credit.denied-by-analyst",
            Referred.Decision with { Outcome = Policy.Outcome.No, Clauses = ["C5", "C4", "C3"], WouldChange = null,
                Reason = "ana denied the credit: light scratch", ExpectedAmount = null, DecidedBy = "ana" }, Monday));

    [Fact]
    public void Cannot_grant_while_facts_are_missing_but_can_deny()
    {
        Assert.Contains("net price", By(Decide(100m), WithoutInvoice).ThenRefused("credit.facts-missing").Message,
            StringComparison.Ordinal);
        Assert.Empty(Assert.IsType<CreditDenied>(DecideReferral.Decide(Given(WithoutInvoice).State, Decide(null)).Last())
            .Decision.MissingFacts);
    }

    [Fact]
    [Rule("C2/100", Shows.Refused)]
    public void Nobody_waives_an_arrival_that_is_not_known() =>
        By(Decide(100m), ReferralOf(Camera with { ArrivedAt = null }, "credit.facts-missing", new(Usd(0m), Usd(180m))))
            .ThenRefused("credit.facts-missing");

    [Fact]
    [Rule("C7/108", Shows.Refused)]
    public void Refuses_a_license_that_was_activated_meanwhile()
    {
        var referred = ReferralOf(License with { Purchase = null }, "invoice.facts-missing", null);
        Assert.Equal(["C7"], By(Decide(50m, Activated), referred).ThenRefused("credit.licence-activated").Clauses);
    }

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void Refuses_when_the_price_was_credited_meanwhile() =>
        By(Decide(10m, Posted180 with { Net = Usd(200m) }), Referred).ThenRefused("credit.over-price-paid");

    [Fact]
    [Rule("W13/48", Shows.Refused)]
    public void An_earlier_credit_leaves_what_is_left() // 27.00 of 180.00 credited before, open box
    {
        var opened = Camera with { Inspection = OpenBox };
        var referral = new CreditReferred(
            opened, FactsOf(opened) with { CreditedBefore = 27m }, "credit.earlier-credit", null, Referred.Decision, Monday);
        By(Decide(153.01m, Posted180 with { Net = Usd(27m) }), referral).ThenRefused("credit.amount-outside-bounds");
    }

    [Fact]
    public void The_same_decision_again_changes_nothing_and_another_is_refused()
    {
        CreditCaseEvent[] granted = [Referred, Decided(170.00m), Issued(170m, Referred)];
        By(Decide(170m), granted).ThenNothing();
        By(Decide(169m), granted).ThenRefused("credit.already-decided");
        By(Decide(null), granted).ThenRefused("credit.already-decided");

        CreditCaseEvent[] denied = [Referred, .. DecideReferral.Decide(Given(Referred).State, Decide(null))];
        By(Decide(null), denied).ThenNothing();
        By(Decide(1m), denied).ThenRefused("credit.already-decided");
    }

    [Fact]
    public void Refuses_what_the_policy_itself_decided()
    {
        By(Decide(180m), Credited180).ThenRefused("credit.already-decided");
        By(Decide(null), Late).ThenRefused("credit.already-decided");
    }

    [Fact]
    public void Refuses_a_case_nobody_asked_about()
    {
        By(Decide(1m)).ThenRefused("credit.not-asked");
        By(Decide(null), Fee20).ThenRefused("credit.not-asked");
    }

    [Fact]
    [Rule("C5/105", Shows.Refused)]
    public void Whoever_inspected_the_unit_does_not_decide_its_credit()
    {
        var inspected = ReferralOf(Damaged with { InspectedBy = "ana" }, "credit.damaged", Referred.Bounds);
        By(Decide(120m), inspected).ThenRefused("credit.inspected-by-same-person");
        By(Decide(null), inspected).ThenRefused("credit.inspected-by-same-person");
        By(Decide(120m) with { Analyst = "ann" }, inspected);
    }

    [Fact]
    public void What_a_person_decided_is_not_the_policy_s_to_replay()
    {
        Assert.Empty(Issued(120m, Referred).Decided);
        Assert.NotEmpty(Credited180.Decided);
        Assert.All(Credited180.Decided.Concat(Referred.Decided), decided => Assert.Empty(decided.Differences(PolicyBook.Load())));
    }
}
