using Rma.Testing;
using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests;

/// <summary>Charges: only with a clause.</summary>
public sealed class ChargePolicyTests
{
    private static readonly FreightFacts Overnight = new("UPS Next Day Air", 61.70m, 14.20m, "USD");
    private static readonly ChargeFacts Exchanged = Billed with { Remedy = Remedies.OtcExchange };

    private static ChargeAssessment.Due Due(ChargeFacts facts, PolicyVersion? version = null) =>
        Assert.IsType<ChargeAssessment.Due>(ChargePolicy.Assess(version ?? Us, facts));

    private static Decision Nothing(ChargeFacts facts) =>
        Assert.IsType<ChargeAssessment.NothingDue>(ChargePolicy.Assess(Us, facts)).Decision;

    private static ChargeAssessment.Referred Referred(ChargeFacts facts) =>
        Assert.IsType<ChargeAssessment.Referred>(ChargePolicy.Assess(Us, facts));

    private static string[] Kinds(ChargeFacts facts) => [.. Due(facts).Lines.Select(line => line.Kind)];

    [Fact]
    [Rule("O1/56", Shows.Accepted)]
    public void An_approved_repair_costs_its_quote()
    {
        var due = Due(Billed with { ApprovedQuote = new(2, 145.50m, "USD"), Diagnosed = true });
        Assert.Equal([new ChargeLine("repair", Usd(145.50m), "O1")], due.Lines);
        Assert.Equal(["O1", "W6"], due.Decision.Clauses);
        Assert.Equal(Usd(145.50m), due.Decision.ExpectedAmount);
    }

    [Fact]
    [Rule("O3/62", Shows.Accepted)]
    public void A_declined_quote_costs_diagnosis_and_shipping()
    {
        var due = Due(Billed with { QuoteDeclined = true, Diagnosed = true });
        Assert.Equal([new("diagnosis", Usd(75.00m), "O3"), new("return-shipping", Usd(18.50m), "O3")], due.Lines);
        Assert.Equal((Usd(93.50m), "O3"), (due.Total, string.Join(',', due.Decision.Clauses)));
    }

    [Fact]
    [Rule("O3/62", Shows.Accepted)]
    public void Before_a_diagnosis_only_shipping_is_paid() =>
        Assert.Equal(["return-shipping"], Kinds(Billed with { QuoteDeclined = true }));

    [Fact]
    [Rule("O3/62", Shows.Refused)]
    public void Without_a_declined_quote_neither_is_charged()
    {
        Assert.Equal(["W1", "W8", "W10"],
            Nothing(Billed with { Remedy = Remedies.WarrantyRepair, Covered = true, Diagnosed = true }).Clauses);
        Nothing(Billed with { Diagnosed = true }); // not repairable: no clause, no charge
        // withdrawn though free
        Assert.Equal(["W1", "W8", "W10"], Nothing(Billed with { Covered = true, QuoteDeclined = true, Diagnosed = true }).Clauses);
    }

    [Fact]
    [Rule("T5/80", Shows.Accepted)]
    [Rule("T5/81", Shows.Accepted)]
    public void An_exchanged_unit_without_its_accessories_costs_a_fee_on_the_price_paid()
    {
        var due = Due(Exchanged with { MissingAccessories = ["bracket", "cable"], NetPrice = 100.30m });
        Assert.Equal([new ChargeLine("restocking-fee", Usd(15.05m), "T5")], due.Lines);
        Assert.Equal(["T5"], due.Decision.Clauses);
    }

    [Fact]
    [Rule("V4/109", Shows.Refused)]
    public void A_price_in_fractions_of_its_minor_unit_never_gets_a_fee_below_the_band()
    {
        // 15 to 25 percent of JPY 6.90 are 1.035 to 1.725: no whole yen lies between, so no fee is lawful (rule 110).
        var facts = Exchanged with { MissingAccessories = ["cable"], NetPrice = 6.90m, Currency = "JPY" };
        Nothing(facts);
        Assert.Equal(new Money(1m, "JPY"), Due(facts with { NetPrice = 6.60m }).Total);
    }

    [Fact]
    [Rule("T5/80", Shows.Refused)]
    public void A_complete_exchanged_unit_costs_nothing() => Assert.Equal(["T5", "T9"], Nothing(Exchanged).Clauses);

    [Fact]
    [Rule("T5/81", Shows.Refused)]
    public void Other_remedies_pay_for_missing_parts_in_their_credit_or_not_at_all()
    {
        Assert.Equal(["V4", "W10"], Nothing(Billed with { Remedy = Remedies.AdvanceReplacement, MissingAccessories = ["cable"] }).Clauses);
        Nothing(Billed with { Remedy = Remedies.WarrantyRepair, MissingAccessories = ["cable"], Covered = true });
    }

    [Fact]
    [Rule("T10/82", Shows.Accepted)]
    public void No_fault_found_costs_nothing_even_without_the_accessories() =>
        Assert.Equal(["T10", "W10"], Nothing(Exchanged with { NoFaultFound = true, MissingAccessories = ["cable"] }).Clauses);

    [Fact]
    [Rule("W10/45", Shows.Accepted)]
    public void The_way_back_by_ground_is_ours() => Nothing(Billed with { Remedy = Remedies.WarrantyRepair, Covered = true });

    [Fact]
    [Rule("W10/45", Shows.Refused)]
    [Rule("W11/46", Shows.Accepted)]
    public void Another_service_costs_the_difference() // E07
    {
        var due = Due(Billed with { Remedy = Remedies.WarrantyRepair, Covered = true, Freight = Overnight });
        Assert.Equal([new ChargeLine("freight-deviation", Usd(47.50m), "W11")], due.Lines);
        Assert.Equal(["W11", "W10"], due.Decision.Clauses);
    }

    [Fact]
    [Rule("W11/46", Shows.Accepted)]
    public void Under_the_other_reading_it_costs_all_of_it_and_the_way_back_is_not_paid_twice() // E07, A-19
    {
        var full = Altered(document => document.Setting("freightDeviationIsCharged")["value"] = "full");
        Assert.Equal(Usd(61.70m), Due(Billed with { Covered = true, Freight = Overnight }, full).Total);
        Assert.Equal(["diagnosis", "freight-deviation"],
            Due(Billed with { QuoteDeclined = true, Diagnosed = true, Freight = Overnight }, full).Lines.Select(line => line.Kind));
    }

    [Theory]
    [Rule("W11/46", Shows.Refused)]
    [InlineData(14.20)]
    [InlineData(9.00)]
    public void A_service_that_costs_no_more_than_ground_costs_nothing(double cost) =>
        Nothing(Billed with { Covered = true, Freight = Overnight with { Cost = (decimal)cost } });

    [Fact]
    public void What_cannot_be_computed_is_referred_with_what_is_known()
    {
        Assert.Equal(["net price"], Referred(Exchanged with { MissingAccessories = ["cable"], NetPrice = null }).Decision.MissingFacts);
        Assert.Equal(["currency"], Referred(Billed with { QuoteDeclined = true, Currency = null }).Decision.MissingFacts);
        Assert.Equal(["diagnosis fee in KWD", "return-shipping fee in KWD"],
            Referred(Billed with { QuoteDeclined = true, Diagnosed = true, Currency = "KWD" }).Decision.MissingFacts);
        Assert.Equal(["minor unit of XAU"], Referred(Billed with { QuoteDeclined = true, Currency = "XAU" }).Decision.MissingFacts);
        Assert.Equal(["cost of the freight"], Referred(Billed with { Freight = Overnight with { Cost = -1m } }).Decision.MissingFacts);
        var partly = Referred(Exchanged with { MissingAccessories = ["cable"], NetPrice = null, Freight = Overnight });
        Assert.Equal(["freight-deviation"], partly.Known.Select(line => line.Kind));
    }

    [Fact]
    public void What_does_not_fit_together_is_referred()
    {
        Assert.Equal("charge.currencies-differ", Referred(Billed with { ApprovedQuote = new(1, 10m, "EUR"), Freight = Overnight }).Code);
        Assert.Equal("charge.facts-contradict", Referred(Billed with { ApprovedQuote = new(1, 10m, "USD"), Covered = true }).Code);
        Assert.Equal("charge.facts-contradict", Referred(Billed with { ApprovedQuote = new(1, 10m, "USD"), QuoteDeclined = true }).Code);
    }

    [Fact]
    [Rule("V4/109", Shows.Accepted)]
    public void An_override_in_force_charges_exactly_its_fee()
    {
        var allowed = new PolicyOverride(
            new("0195f000-0000-7000-8000-0000000000cc"), PolicyOverride.FeeOutsideBand, "T5", 5m, Billed.DecidedOn);
        var due = Due(Exchanged with { MissingAccessories = ["cable"], Overrides = [allowed] });
        Assert.Equal((Usd(9.00m), allowed.Id), (due.Total, Assert.Single(due.Decision.Overrides!)));
        Assert.Equal(Usd(27.00m), Due(
            Exchanged with { MissingAccessories = ["cable"], Overrides = [allowed with { ExpiresOn = Billed.DecidedOn.AddDays(-1) }] })
            .Total);
    }
}
