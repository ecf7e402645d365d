using System.Text.Json;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Facts that no answer can be based on: they contradict each other, or are dated after the question.</summary>
public sealed class FactCheckTests
{
    private const string TwoBuyers =
        "The latest invoice and the latest shipment are not of the same buyer: invoice INV-1 line 1, shipment SH-9.";

    private static readonly DateOnly Asked = InvoiceDay.AddDays(10);

    public static TheoryData<string> EveryRemedy => [.. Remedies.All];

    private static LineOutlook Ask(string remedy, LineFacts line) => IssuancePolicy.Decide(Us, Asks(remedy, line, Asked)).Lines[0];

    [Theory]
    [MemberData(nameof(EveryRemedy))]
    public void A15_facts_that_contradict_each_other_are_referred_whatever_the_remedy(string remedy)
    {
        var outlook = Ask(remedy, Exchanged with { Contradictions = [TwoBuyers] });
        Assert.Equal((Outcome.Refer, "line.facts-contradict"), (outlook.Decision.Outcome, outlook.Code));
        Assert.Contains("INV-1", outlook.Decision.Reason, StringComparison.Ordinal);
        Assert.Contains("SH-9", outlook.Decision.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(outlook.Decision.Clauses);
    }

    [Fact]
    public void A15_nor_does_a_no_rest_on_them() => Assert.Equal(
        Outcome.Refer, Ask(Remedies.CreditReturn, Camera with { InvoiceDate = Asked.AddDays(-400), Contradictions = [TwoBuyers] })
            .Decision.Outcome);

    [Fact]
    public void A15_whoever_is_named_by_none_of_them_hears_nothing_of_them() => Assert.DoesNotContain(
        "INV-1", Ask(Remedies.CreditReturn, Camera with { SoldToThisAccount = false, Contradictions = [TwoBuyers] }).Decision.Reason,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(Remedies.WarrantyRepair)]
    [InlineData(Remedies.PaidRepair)]
    [InlineData(Remedies.OtcExchange)]
    public void A14_a_unit_that_ships_after_the_request_is_referred(string remedy)
    {
        var outlook =
            Ask(remedy, Exchanged with { ShippedOn = Asked.AddDays(400), ExchangedAt = NoonOf(Asked),
            ValidatedAt = NoonOf(Asked).AddHours(-1) });
        Assert.Equal(Outcome.Refer, outlook.Decision.Outcome);
        Assert.Equal("line.shipped-after-request", outlook.Code);
        Assert.Contains("W7", outlook.Decision.Clauses);
    }

    [Theory]
    [InlineData(0, Outcome.Yes)]
    [InlineData(1, Outcome.Refer)]
    public void A14_the_day_of_the_request_itself_is_no_later_day(int daysAfter, Outcome outcome) =>
        Assert.Equal(outcome, Ask(Remedies.WarrantyRepair, Defective with { ShippedOn = Asked.AddDays(daysAfter) }).Decision.Outcome);

    [Fact]
    public void A14_an_exchange_before_the_shipment_is_referred()
    {
        var today = Exchanged with { ShippedOn = Asked.AddDays(-5), ExchangedAt = NoonOf(Asked.AddDays(-6)),
            ValidatedAt = NoonOf(Asked.AddDays(-7)) };
        Assert.Equal("otc.exchanged-before-shipment", Ask(Remedies.OtcExchange, today).Code);
    }

    [Fact]
    public void A14_an_activation_dated_after_the_question_is_no_activation_yet()
    {
        var license = Camera with { IsLicense = true, ActivatedAt = NoonOf(Asked.AddDays(400)) };
        Assert.Equal((Outcome.Refer, "line.activated-after-request"), Verdict(Asks(Remedies.CreditReturn, license, Asked)));
        Assert.Equal((Outcome.No, "line.licence-activated"),
            Verdict(Asks(Remedies.CreditReturn, license with { ActivatedAt = NoonOf(Asked) }, Asked)));
        var decided = ReturnedLicense with { LicenseActivatedAt = NoonOf(ReturnedLicense.DecidedOn.AddDays(1)) };
        Assert.Equal("credit.activated-after-decision", Assert.IsType<CreditAssessment.Referred>(CreditPolicy.Assess(Us, decided)).Code);
        Assert.Equal("credit.licence-activated",
            CreditAnswers.Denied(decided with { LicenseActivatedAt = NoonOf(ReturnedLicense.DecidedOn) }).Code);
    }

    [Fact]
    public void A14_an_order_dated_after_the_decision_is_referred()
    {
        var facts = AdvanceReturned with { Replacement =
            AdvanceReturned.Replacement! with { PlacedAt = NoonOf(AdvanceReturned.DecidedOn.AddDays(400)) } };
        Assert.Equal("credit.ordered-after-decision", Assert.IsType<CreditAssessment.Referred>(CreditPolicy.Assess(Us, facts)).Code);
    }

    [Fact]
    public void A15_a_credit_is_referred_with_what_contradicts_it_and_an_analyst_may_decide()
    {
        var referred = Assert.IsType<CreditAssessment.Referred>(CreditPolicy.Assess(Us, Returned with { Contradictions = [TwoBuyers] }));
        Assert.Equal("credit.facts-contradict", referred.Code);
        Assert.Equal(Usd(180.00m), referred.Bounds!.Maximum);
        Assert.Equal(Outcome.Refer, CreditPolicy.Assess(
            Us, Returned with { ArrivedOn = Day91, DecidedOn = Day91, Contradictions = [TwoBuyers] }).Decision.Outcome);
    }

    [Theory]
    [InlineData(180, 0)]
    [InlineData(100, 80)]
    [InlineData(0, 180)]
    public void A3_what_was_credited_on_the_line_for_another_unit_is_not_paid_once_more(int elsewhere, int left)
    {
        var answer = CreditPolicy.Assess(Us, Returned with { CreditedOnLineElsewhere = elsewhere });
        if (elsewhere == 0)
        {
            Assert.IsType<CreditAssessment.Entitled>(answer);
            return;
        }

        var referred = Assert.IsType<CreditAssessment.Referred>(answer);
        Assert.Equal(("credit.line-credited-elsewhere", (decimal)left), (referred.Code, referred.Bounds!.Maximum.Amount));
        Assert.Equal(["W13"], referred.Decision.Clauses);
    }

    [Fact]
    public void A7_an_order_whose_quantity_is_used_up_is_waited_for_until_the_number_expires()
    {
        var usedUp = AdvanceReturned with { Replacement = AdvanceReturned.Replacement! with { UsedUp = true, Quantity = 1 } };
        var referred = Assert.IsType<CreditAssessment.Referred>(
            CreditPolicy.Assess(Us, usedUp with { DecidedOn = usedUp.ValidThrough!.Value }));
        Assert.Equal("credit.replacement-used-up", referred.Code);
        Assert.Contains("V6", referred.Decision.Clauses);
        Assert.Equal("credit.replacement-used-up",
            CreditAnswers.Denied(usedUp with { DecidedOn = usedUp.ValidThrough!.Value.AddDays(1) }).Code);
    }

    [Fact]
    public void Facts_that_were_stored_before_are_decided_by_the_rules_of_then()
    {
        var asked = Asks(Remedies.WarrantyRepair, Defective with { ShippedOn = Asked.AddDays(400) }, Asked);
        Assert.Equal(RuleEdition.Current, ThereAndBack(asked).Edition);
        var stored = JsonSerializer.Deserialize<IssuanceFacts>(
            JsonSerializer.Serialize(asked).Replace($"\"Edition\":{RuleEdition.Current},", "", StringComparison.Ordinal))!;
        Assert.Equal((RuleEdition.First, Outcome.Yes), (stored.Edition, stored.DecideUnder(Us)[0].Outcome));
    }
}
