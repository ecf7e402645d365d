namespace Rma.Policy;

/// <summary>A line that is due, or the reason why its amount is unknown.</summary>
internal sealed record ChargeDraft(ChargeLine? Line, ValueList<Finding> Gaps, PolicyOverride? Override = null);

/// <summary>The charges by clause. A free line is left out.</summary>
internal static class ChargeRules
{
    private const string Missing = "charge.facts-missing";

    public static IEnumerable<ChargeDraft> Drafts(PolicyVersion version, ChargeFacts facts)
    {
        if (facts.ApprovedQuote is { } quote && !facts.Covered)
            yield return Draft(version, ChargeLine.Repair, Clauses.O1, quote.Amount, quote.Currency);
        // A repair that would have been free has no fee for declining.
        var declined = facts is { QuoteDeclined: true, Covered: false };
        if (declined && facts.Diagnosed)
            yield return FromSchedule(version, ChargeLine.Diagnosis, facts.Currency, version.Settings.DiagnosisFee);
        // When the full cost of another service is charged, the return shipping is part of it and not charged again.
        if (declined && !(facts.Freight is not null && version.Settings.FreightDeviationIsChargedInFull))
            yield return FromSchedule(version, ChargeLine.ReturnShipping, facts.Currency, version.Settings.ReturnShippingFee);
        if (facts is { Remedy: Remedies.OtcExchange, MissingAccessories.Count: > 0, NoFaultFound: false })
            yield return Restocking(version, facts);
        if (facts.Freight is { } freight)
            yield return Deviation(version, freight);
    }

    /// <summary>The valid override for a fee outside the band; null when there is none.</summary>
    public static PolicyOverride? FeeOverride(PolicyVersion version, ChargeFacts facts) => facts.Overrides?.FirstOrDefault(given =>
        given is { Code: PolicyOverride.FeeOutsideBand, Percent: not null } && given.HoldsOn(version, facts.DecidedOn));

    private static ChargeDraft Restocking(PolicyVersion version, ChargeFacts facts)
    {
        Finding[] gaps = [.. Gaps(version, Clauses.T5, facts.Currency), .. facts.NetPrice is null or < 0m
            ? [Finding.Unknown(Missing, [Clauses.T5], "net price")] : Array.Empty<Finding>()];
        if (gaps.Length > 0)
            return new(null, [.. gaps]);
        var price = new Money(facts.NetPrice!.Value, facts.Currency!); // not rounded: the fee is a percentage of the exact price
        var allowed = FeeOverride(version, facts);
        var fee = allowed is { Percent: { } percent }
            ? RestockingFee.ComputeOutsideBand(version, price, percent)
            : RestockingFee.Compute(version, price, ChosenPercent(version, facts) ?? version.Settings.FeeOneTriggerPercent);
        return new(fee.Amount == 0m ? null : new ChargeLine(ChargeLine.RestockingFee, fee, Clauses.T5), [], allowed);
    }

    // A draft with a narrower band may not contain the chosen fee: its own tier is used.
    private static decimal? ChosenPercent(PolicyVersion version, ChargeFacts facts) =>
        facts.ChosenFeePercent is { } percent && RestockingFee.IsWithinBand(version, percent) ? percent : null;

    private static ChargeDraft Deviation(PolicyVersion version, FreightFacts freight)
    {
        if (freight.Cost < 0m || freight.GroundCost < 0m)
            return new(null, [Finding.Unknown(Missing, [Clauses.W11], "cost of the freight")]);
        var deviation = version.Settings.FreightDeviationIsChargedInFull ? freight.Cost : freight.Cost - freight.GroundCost;
        return deviation <= 0m ? new(null, []) : Draft(version, ChargeLine.FreightDeviation, Clauses.W11, deviation, freight.Currency);
    }

    private static ChargeDraft FromSchedule(
        PolicyVersion version, string kind, string? currency, IReadOnlyDictionary<string, decimal> schedule)
    {
        if (currency is not null && version.Settings.CurrencyMinorUnits.ContainsKey(currency) && !schedule.ContainsKey(currency))
            return new(null, [Finding.Unknown(Missing, [Clauses.O3], $"{kind} fee in {currency}")]);
        return Draft(version, kind, Clauses.O3, currency is null ? 0m : schedule.GetValueOrDefault(currency), currency);
    }

    private static ChargeDraft Draft(PolicyVersion version, string kind, string clause, decimal amount, string? currency)
    {
        Finding[] gaps = [.. Gaps(version, clause, currency), .. amount < 0m ? [Finding.Unknown(Missing, [clause], $"amount of the {kind}")]
            : Array.Empty<Finding>()];
        if (gaps.Length > 0)
            return new(null, [.. gaps]);
        // Rounded down: never charge more than the clause allows.
        var whole = new Money(amount, currency!).RoundedDown(version.Settings.CurrencyMinorUnits[currency!]);
        return new(whole.Amount == 0m ? null : new ChargeLine(kind, whole, clause), []);
    }

    private static IEnumerable<Finding> Gaps(PolicyVersion version, string clause, string? currency)
    {
        if (currency is null)
            yield return Finding.Unknown(Missing, [clause], "currency");
        else if (!version.Settings.CurrencyMinorUnits.ContainsKey(currency))
            yield return Finding.Unknown(Missing, [clause], $"minor unit of {currency}");
    }
}
