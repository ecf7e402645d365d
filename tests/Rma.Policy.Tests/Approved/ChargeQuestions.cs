using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Charges of repairs, declined quotes, exchanges and freight.</summary>
internal static class ChargeQuestions
{
    private static readonly PolicyVersion FreightInFull =
        Altered(document => document.Setting("freightDeviationIsCharged")["value"] = "full");

    private static readonly FreightFacts Air = new("UPS Next Day Air", 42.509m, 12.50m, "USD");

    public static IEnumerable<Question> All =>
    [
        .. Repairs.Of("repair", Billed, Answer),
        .. Repairs.Of("repair where freight is charged in full", Billed, facts => Wording.Of(ChargePolicy.Assess(FreightInFull, facts))),
        .. Exchanges.Of("exchange", Billed with { Remedy = Remedies.OtcExchange, MissingAccessories = ["bracket", "cable"] }, Answer),
        .. Remedies.All.Select(remedy => new Question($"nothing to pay for {remedy}", () => Answer(Billed with { Remedy = remedy }))),
        .. Bounds.Of("bounds", Billed with { Remedy = Remedies.OtcExchange, MissingAccessories = ["cable"] }, BoundsOf),
    ];

    private static string Answer(ChargeFacts facts) => Wording.Of(ChargePolicy.Assess(Us, facts));

    private static string BoundsOf(ChargeFacts facts) => string.Concat(
        new[] { ChargeLine.RestockingFee, ChargeLine.Repair }.Select(kind =>
        {
            var (least, most) = ChargePolicy.Bounds(Us, facts, new(kind, new(30m, facts.Currency!), Clauses.T5));
            return $"- {kind} of 30 {facts.Currency}: from {least} to {most}\n";
        }));

    private static Variants<ChargeFacts> Repairs => new()
    {
        { "quote approved", facts => facts with { ApprovedQuote = new(2, 120.505m, "USD") } },
        { "quote of nothing", facts => facts with { ApprovedQuote = new(1, 0m, "USD") } },
        { "quote below a cent", facts => facts with { ApprovedQuote = new(1, 0.009m, "USD") } },
        { "quote negative", facts => facts with { ApprovedQuote = new(1, -0.01m, "USD") } },
        { "quote in a currency that is none", facts => facts with { ApprovedQuote = new(1, 10m, "ZZZ") } },
        { "declined before the diagnosis", facts => facts with { QuoteDeclined = true } },
        { "declined after the diagnosis", facts => facts with { QuoteDeclined = true, Diagnosed = true } },
        { "diagnosed only", facts => facts with { Diagnosed = true } },
        { "declined, currency unknown", facts => facts with { QuoteDeclined = true, Diagnosed = true, Currency = null } },
        { "declined, in a currency without a fee", facts => facts with { QuoteDeclined = true, Diagnosed = true, Currency = "SEK" } },
        { "declined, in a currency that is none", facts => facts with { QuoteDeclined = true, Diagnosed = true, Currency = "ZZZ" } },
        { "covered and declined", facts => facts with { QuoteDeclined = true, Diagnosed = true, Covered = true } },
        { "covered and quoted", facts => facts with { Covered = true, ApprovedQuote = new(1, 10m, "USD") } },
        { "approved and declined", facts => facts with { QuoteDeclined = true, ApprovedQuote = new(1, 10m, "USD") } },
        { "covered", facts => facts with { Remedy = Remedies.WarrantyRepair, Covered = true } },
        { "no fault", facts => facts with { NoFaultFound = true } },
        { "no fault, other freight", facts => facts with { NoFaultFound = true, Freight = Air } },
        { "other freight", facts => facts with { Covered = true, Freight = Air } },
        { "other freight for the ground rate", facts => facts with { Covered = true, Freight = Air with { Cost = 12.50m } } },
        { "other freight for the ground rate in a currency that is none", facts => facts with
            { Freight = Air with { Cost = 12.50m, Currency = "ZZZ" } } },
        { "other freight for less", facts => facts with { Covered = true, Freight = Air with { Cost = 12.49m } } },
        { "other freight for nothing", facts => facts with { Covered = true, Freight = Air with { Cost = 0m, GroundCost = 0m } } },
        { "freight negative", facts => facts with { Freight = Air with { Cost = -1m } } },
        { "ground rate negative", facts => facts with { Freight = Air with { GroundCost = -1m } } },
        { "declined, with other freight", facts => facts with { QuoteDeclined = true, Diagnosed = true, Freight = Air } },
        { "quote and freight in two currencies", facts => facts with
            { ApprovedQuote = new(1, 10m, "USD"), Freight = Air with { Currency = "EUR" } } },
        { "quote and freight in yen", facts => facts with
            { ApprovedQuote = new(1, 1000.9m, "JPY"), Freight = new("Air", 500.5m, 100m, "JPY") } },
    };

    private static Variants<ChargeFacts> Exchanges => new()
    {
        { "accessories missing", facts => facts },
        { "accessories missing, no fault", facts => facts with { NoFaultFound = true } },
        { "all there", facts => facts with { MissingAccessories = [] } },
        { "price unknown", facts => facts with { NetPrice = null } },
        { "price negative", facts => facts with { NetPrice = -0.01m } },
        { "price zero", facts => facts with { NetPrice = 0m } },
        { "price and currency unknown", facts => facts with { NetPrice = null, Currency = null } },
        { "in a currency that is none", facts => facts with { Currency = "ZZZ" } },
        { "fee chosen", facts => facts with { ChosenFeePercent = 22.5m } },
        { "fee chosen outside the band", facts => facts with { ChosenFeePercent = 25.01m } },
        { "fee by an override", facts => facts with { Overrides = [Fee(5m, facts.DecidedOn)] } },
        { "fee by an override that expired", facts => facts with { Overrides = [Fee(5m, facts.DecidedOn.AddDays(-1))] } },
        { "no fee by an override", facts => facts with { Overrides = [Fee(0m, facts.DecidedOn)] } },
        { "an override without a fee", facts => facts with { Overrides = [Fee(null, facts.DecidedOn)] } },
        { "an override of something else", facts => facts with
            { Overrides = [Fee(5m, facts.DecidedOn) with { Code = "otc.not-validated" }] } },
        { "fee and other freight", facts => facts with { Freight = Air } },
        { "missing in a repair", facts => facts with { Remedy = Remedies.PaidRepair } },
    };

    private static Variants<ChargeFacts> Bounds => new()
    {
        { "of the band", facts => facts },
        { "price unknown", facts => facts with { NetPrice = null } },
        { "in yen", facts => facts with { Currency = "JPY" } },
        { "in dinars", facts => facts with { Currency = "KWD" } },
        { "a price without a band", facts => facts with { NetPrice = 0.01m } },
        { "by an override", facts => facts with { Overrides = [Fee(5m, facts.DecidedOn)] } },
    };

    private static PolicyOverride Fee(decimal? percent, DateOnly expiresOn) =>
        new(RequestQuestions.Grant, PolicyOverride.FeeOutsideBand, Clauses.T5, percent, expiresOn);
}
