using System.Text.Json;
using Rma.Credit.ChargeCases;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.Examples;
using EventNames = Rma.EventSourcing.EventNames;

namespace Rma.Credit.Tests.ChargeCases;

internal static class Charges
{
    /// <summary>A repaired camera, its quote of 145.50 approved.</summary>
    public static readonly ChargeRequest Repaired = new(
        ReturnId, new("0195f000-0000-7000-8000-0000000000bb"), Number, 1, "ACC-1", "S30", "CAM-2", Remedies.PaidRepair, Paid180, [], false,
        new QuotedRepair(1, 145.50m, "USD"), false, true, false, null, "USD", Monday);

    public static readonly ChargeRequest Declined = Repaired with { ApprovedQuote = null, QuoteDeclined = true };
    public static readonly ChargeRequest Free = Repaired with { ApprovedQuote = null, Covered = true, Remedy = Remedies.WarrantyRepair };
    public static readonly ChargeRequest Exchanged =
        Free with { Remedy = Remedies.OtcExchange, Covered = false, MissingAccessories = ["cable"] };

    /// <summary>An exchanged unit whose price is not known, sent by air.</summary>
    public static readonly ChargeRequest Unpriced =
        Exchanged with { Purchase = null, Freight = new("UPS Next Day Air", 61.70m, 14.20m, "USD") };

    public static AssessCharge Ask(ChargeRequest request) => new(request, Us, Monday);

    public static ChargeCaseEvent Answer(ChargeRequest request) => Assert.Single(AssessCharge.Decide(ChargeCase.Initial, Ask(request)));

    public static readonly ChargeReferred Referred = Assert.IsType<ChargeReferred>(Answer(Unpriced));
}

public sealed class AssessChargeTests : Spec<ChargeCase, ChargeCaseEvent>
{
    [Fact]
    [Rule("O1/56", Shows.Accepted)]
    public void An_approved_repair_is_charged()
    {
        var facts = new ChargeFacts { Remedy = "paid-repair", NetPrice = 180m, Currency = "USD", ApprovedQuote = new(1, 145.50m, "USD"),
            Diagnosed = true, DecidedOn = MondayDate };
        Given().When(state => AssessCharge.Decide(state, Charges.Ask(Charges.Repaired))).Then(new ChargeRaised(
            Charges.Repaired, facts, ChargeCase.ChargeIdOf(ReturnId), [new("repair", Usd(145.50m), "O1")], Usd(145.50m),
            ChargePolicy.Assess(Us, facts).Decision, Monday));
    }

    [Fact]
    [Rule("O3/62", Shows.Accepted)]
    public void A_declined_quote_is_charged_with_diagnosis_and_shipping() =>
        Assert.Equal(Usd(93.50m), Assert.IsType<ChargeRaised>(Charges.Answer(Charges.Declined)).Total);

    [Fact]
    [Rule("O1/56", Shows.Refused)]
    [Rule("O3/62", Shows.Refused)]
    public void A_free_repair_costs_nothing() =>
        Assert.Equal(["W1", "W8", "W10"], Assert.IsType<NoChargeDue>(Charges.Answer(Charges.Free)).Decision.Clauses);

    [Fact]
    [Rule("T5/81", Shows.Accepted)]
    public void An_exchanged_unit_without_its_cable_costs_a_fee() =>
        Assert.Equal(Usd(27.00m), Assert.IsType<ChargeRaised>(Charges.Answer(Charges.Exchanged)).Total);

    [Fact]
    public void What_is_not_known_is_referred_and_its_coming_charges()
    {
        Assert.Equal(["net price"], Charges.Referred.Decision.MissingFacts);
        Assert.Equal(["freight-deviation"], Charges.Referred.Known.Select(line => line.Kind));
        var known = Charges.Unpriced with { Purchase = Paid180, RequestedAt = Monday.AddMinutes(1) };
        Assert.Equal(Usd(74.50m), Assert.IsType<ChargeRaised>(
            Assert.Single(AssessCharge.Decide(Given(Charges.Referred).State, Charges.Ask(known)))).Total);
    }

    [Fact]
    public void The_same_question_or_an_overtaken_one_changes_nothing()
    {
        Given(Charges.Referred).When(state =>
            AssessCharge.Decide(state, Charges.Ask(Charges.Unpriced with { RequestedAt = Monday.AddDays(1) }))).ThenNothing();
        Given(Charges.Referred).When(state =>
            AssessCharge.Decide(state, Charges.Ask(Charges.Exchanged with { RequestedAt = Monday.AddDays(-1) }))).ThenNothing();
        Given(Charges.Answer(Charges.Repaired)).When(state => AssessCharge.Decide(state, Charges.Ask(Charges.Declined))).ThenNothing();
        Given(Charges.Answer(Charges.Free)).When(state => AssessCharge.Decide(state, Charges.Ask(Charges.Declined))).ThenNothing();
    }

    [Fact]
    public void Refuses_another_item_under_the_same_case() =>
        Given(Charges.Referred).When(state => AssessCharge.Decide(state, Charges.Ask(Charges.Unpriced with { SerialNumber = "S31" })))
            .ThenRefused("charge.other-item");

    [Fact]
    public void What_is_stored_is_read_back_whole_and_decided_again_alike() => Assert.All(
        new[] { Charges.Repaired, Charges.Declined, Charges.Free, Charges.Exchanged, Charges.Unpriced }.Select(Charges.Answer), stored =>
        {
            var read = (ChargeCaseEvent)JsonSerializer.Deserialize(
                JsonSerializer.Serialize(stored, stored.GetType(), EventNames.Json), stored.GetType(), EventNames.Json)!;
            Assert.Equal(stored, read);
            Assert.All(((IDecided)read).Decided, decided => Assert.Empty(decided.Differences(PolicyBook.Load())));
            Assert.Single(((IDecided)read).Decided);
        });
}

public sealed class DecideChargeTests : Spec<ChargeCase, ChargeCaseEvent>
{
    private static readonly AskedLine Freight = new("freight-deviation", 30.00m);
    private static readonly DecideCharge Waive = new([], "a good customer", "ana", "credit-analyst", Us, Monday.AddHours(1));
    private static readonly DecideCharge Charge = Waive with { Lines = [Freight] };

    private static Outcome By(DecideCharge command, params ChargeCaseEvent[] history) =>
        Given(history).When(state => DecideCharge.Decide(state, command));

    [Fact]
    public void Waives_with_the_reason()
    {
        var waived = DecideCharge.Decide(Given(Charges.Referred).State, Waive).ToArray();
        By(Waive, Charges.Referred).Then(waived);
        var answer = Assert.IsType<NoChargeDue>(waived[1]);
        Assert.Equal(("ana", "ana waived the charge: a good customer"), (answer.Decision.DecidedBy, answer.Decision.Reason));
        Assert.Empty(answer.Decided);
    }

    [Fact]
    public void Charges_a_known_line_up_to_what_it_comes_to()
    {
        var charged = DecideCharge.Decide(Given(Charges.Referred).State, Charge).ToArray();
        By(Charge, Charges.Referred).Then(charged);
        var raised = Assert.IsType<ChargeRaised>(charged[1]);
        Assert.Equal((Usd(30.00m), "W11", "ana"), (raised.Total, Assert.Single(raised.Decision.Clauses), raised.Decision.DecidedBy));
        Assert.Equal(Usd(47.50m), Assert.IsType<ChargeRaised>(
            DecideCharge.Decide(Given(Charges.Referred).State, Charge with { Lines = [Freight with { Amount = 47.50m }] }).Last()).Total);
    }

    [Theory]
    [InlineData("freight-deviation", 47.51, "charge.amount-outside-bounds")]
    [InlineData("freight-deviation", 0, "charge.amount-outside-bounds")]
    [InlineData("freight-deviation", -1, "charge.amount-outside-bounds")]
    [InlineData("freight-deviation", 1.001, "charge.amount-outside-bounds")]
    [InlineData("restocking-fee", 1, "charge.no-clause")]
    [InlineData("lost-profit", 1, "charge.no-clause")]
    [Rule("W12/47", Shows.Refused)]
    public void Refuses_what_no_clause_or_more_than_it_makes_due(string kind, double amount, string code) =>
        By(Charge with { Lines = [new(kind, (decimal)amount)] }, Charges.Referred).ThenRefused(code);

    [Fact]
    public void The_same_decision_again_changes_nothing_and_another_is_refused()
    {
        ChargeCaseEvent[] charged = [Charges.Referred, .. DecideCharge.Decide(Given(Charges.Referred).State, Charge)];
        By(Charge, charged).ThenNothing();
        By(Waive, charged).ThenRefused("charge.already-decided");
        ChargeCaseEvent[] waived = [Charges.Referred, .. DecideCharge.Decide(Given(Charges.Referred).State, Waive)];
        By(Waive, waived).ThenNothing();
        By(Charge, waived).ThenRefused("charge.already-decided");
    }

    [Fact]
    public void Refuses_whoever_inspected_the_unit()
    {
        var inspectedByAna = Assert.IsType<ChargeReferred>(Charges.Answer(Charges.Unpriced with { InspectedBy = "ana" }));
        By(Waive, inspectedByAna).ThenRefused("charge.inspected-by-same-person");
        By(Charge, inspectedByAna).ThenRefused("charge.inspected-by-same-person");
        Assert.IsType<NoChargeDue>(DecideCharge.Decide(Given(inspectedByAna).State, Waive with { Analyst = "bert" }).Last());
    }

    [Fact]
    public void Refuses_what_the_policy_itself_decided_and_what_nobody_asked_about()
    {
        By(Waive, Charges.Answer(Charges.Repaired)).ThenRefused("charge.already-decided");
        By(Waive, Charges.Answer(Charges.Free)).ThenRefused("charge.already-decided");
        By(Waive).ThenRefused("charge.not-asked");
    }
}
