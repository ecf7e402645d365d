using Rma.Credit.ChargeCases;
using Rma.Credit.CreditCases;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;

namespace Rma.Credit.Tests.ChargeCases;

/// <summary>What a refused charge says, and what a case keeps.</summary>
public sealed class ChargeRefusalTests : Spec<ChargeCase, ChargeCaseEvent>
{
    private static readonly DecideCharge Charge =
        new([new("freight-deviation", 30.00m)], "as agreed", "ana", "credit-analyst", Us, Monday);
    private static readonly ChooseFee Fee = new(20m, "a good customer", "ana", "credit-analyst", Us, Monday);
    private static readonly ChargeFeeChosen Chosen = new(20m, "ana", "credit-analyst", "a good customer", Monday);

    /// <summary>A fee in dollars, and freight in another currency.</summary>
    private static readonly ChargeReferred Mixed = Assert.IsType<ChargeReferred>(Charges.Answer(
        Charges.Exchanged with { Freight = new("Air", 90m, 10m, "EUR") }));

    private static EventSourcing.RefusedException Refused(string code, AskedLine line, ChargeReferred referral) =>
        Given(referral).When(state => DecideCharge.Decide(state, Charge with { Lines = [line] })).ThenRefused(code);

    [Fact]
    public void A_line_without_a_clause_names_those_that_have_one()
    {
        Assert.Equal("Lines that may be charged: freight-deviation.",
            Refused("charge.no-clause", new("repair", 1m), Charges.Referred).WouldChange);
        var nothing = Assert.IsType<ChargeReferred>(Charges.Answer(Charges.Exchanged with { Purchase = null }));
        Assert.Equal("Find out the missing fact, or waive the charge.",
            Refused("charge.no-clause", new("repair", 1m), nothing).WouldChange);
    }

    [Fact]
    public void An_amount_out_of_bounds_names_its_clause_and_for_a_fee_the_way_out()
    {
        var freight = Refused("charge.amount-outside-bounds", new("freight-deviation", 1_000m), Mixed);
        Assert.Equal(("W11", (string?)null), (string.Join(' ', freight.Clauses), freight.WouldChange));
        var fee = Refused("charge.amount-outside-bounds", new("restocking-fee", 1m), Mixed);
        Assert.Equal(("T5", "A fee inside the band, none, or exactly the fee that an override allows."),
            (string.Join(' ', fee.Clauses), fee.WouldChange));
    }

    [Fact]
    public void One_charge_is_in_one_currency() => Given(Mixed)
        .When(state => DecideCharge.Decide(state, Charge with { Lines = [new("restocking-fee", 27m), new("freight-deviation", 30m)] }))
        .ThenRefused("charge.currencies-differ");

    [Fact]
    public void Whoever_inspected_is_told_who_may()
    {
        var inspected = Assert.IsType<ChargeReferred>(Charges.Answer(Charges.Unpriced with { InspectedBy = "ana" }));
        var choice = Given(inspected).When(state => ChooseChargeFee.Decide(state, Fee)).ThenRefused("charge.inspected-by-same-person");
        var charge = Given(inspected).When(state => DecideCharge.Decide(state, Charge)).ThenRefused("charge.inspected-by-same-person");
        Assert.Equal(["The decision of somebody else.", "The decision of somebody else."], [choice.WouldChange!, charge.WouldChange!]);
        Given(inspected).When(state => ChooseChargeFee.Decide(state, Fee with { Analyst = "bert" }))
            .Then(Chosen with { ChosenBy = "bert" });
    }

    [Fact]
    public void A_return_without_a_fee_cites_the_clause_of_the_fee()
    {
        var repair = Assert.IsType<ChargeReferred>(Charges.Answer(Charges.Repaired with { Covered = true }));
        Assert.Equal(["T5"], Given(repair).When(state => ChooseChargeFee.Decide(state, Fee)).ThenRefused("fee.no-effect").Clauses);
    }

    [Fact]
    public void A_chosen_fee_stays_with_its_case()
    {
        Assert.Equal(Chosen, Given(Chosen, Charges.Referred).State.ChosenFee);
        Assert.Equal(Chosen, Given(Chosen, Charges.Answer(Charges.Repaired)).State.ChosenFee);
        Assert.Equal(Chosen, Given(Chosen, Charges.Answer(Charges.Free)).State.ChosenFee);
    }

    [Theory]
    [InlineData("USD", "EUR", "USD")]
    [InlineData(null, "EUR", "EUR")]
    [InlineData("USD", null, "USD")]
    [InlineData(null, null, null)]
    public void The_currency_is_that_of_the_invoice_or_else_the_one_given(string? invoice, string? given, string? expected)
    {
        var request = Charges.Exchanged with { Purchase = invoice is null ? null : Paid180, Currency = given };
        Assert.Equal(expected, AssessCharge.FactsOf(request, null, Us, Monday).Currency);
    }

    [Fact]
    public void The_same_time_of_asking_with_more_facts_is_no_overtaken_question() =>
        Assert.IsType<ChargeRaised>(Assert.Single(AssessCharge.Decide(
            Given(Charges.Referred).State, Charges.Ask(Charges.Unpriced with { Purchase = Paid180 }))));
}
