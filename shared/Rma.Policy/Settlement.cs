namespace Rma.Policy;

/// <summary>The amounts of one item, as soon as all they depend on is known; whether they are due is for the rules to say.</summary>
internal sealed record Settlement(Money Price, RestockingFee? Fee, Money Tax)
{
    public Money NetCredit => Fee is null ? Price : Price - Fee.Amount;

    /// <summary>Null while price, currency, tax or inspection are missing.</summary>
    public static Settlement? Of(PolicyVersion version, CreditFacts facts)
    {
        if (facts is not { NetPrice: >= 0m and var net, Tax: >= 0m and var tax, Currency: { } currency }
            || !version.Settings.CurrencyMinorUnits.TryGetValue(currency, out var minorUnits)
            || facts is { IsLicense: false, Inspection: null })
            return null;
        var price = new Money(net, currency).RoundedDown(minorUnits);
        return new(price, FeeOf(version, facts, price), new Money(tax, currency).Rounded(minorUnits));
    }

    /// <summary>The lifetime cap needs no say here: where the net credit would not fit under it, the rules deny instead of referring.</summary>
    public CreditBounds Bounds => new(Money.Zero(Price.Currency), NetCredit);

    public CreditAssessment.Entitled Credit(PolicyVersion version, CreditFacts facts, ValueList<Fact> known, DateOnly? windowEnd)
    {
        var (clauses, reason, wouldChange) = Why(facts);
        var decision = new Decision(Outcome.Yes, version.Id, facts.DecidedOn, clauses, reason, known, [], wouldChange, windowEnd);
        return new(Price, Fee, Tax, decision);
    }

    private (ValueList<string> Clauses, string Reason, string? WouldChange) Why(CreditFacts facts) => this switch
    {
        { Fee: { } fee } => (
            [Clauses.C1, Clauses.C3, Clauses.C4, Clauses.C6, Clauses.W13],
            FormattableString.Invariant(
                $"Credit of {NetCredit}: the price paid, {Price}, less a restocking fee of {fee.Amount} at {fee.Percent}% for ") +
            $"{string.Join(" and ", fee.Triggers)}.",
            "Full credit needs an unbroken seal, an unopened box and all accessories."),
        _ when facts.IsLicense => (
            [Clauses.C1, Clauses.C2, Clauses.C6, Clauses.C7, Clauses.W13],
            $"Full credit of {Price}: the licence code has not been activated.", null),
        _ => (
            [Clauses.C1, Clauses.C2, Clauses.C4, Clauses.C6, Clauses.W13],
            $"Full credit of {Price}: in time, seal unbroken, box unopened, all accessories there.", null),
    };

    private static RestockingFee? FeeOf(PolicyVersion version, CreditFacts facts, Money price)
    {
        if (facts.IsLicense)
            return null;
        ValueList<string> triggers =
        [
            .. Trigger(RestockingFee.OpenBox, facts.Inspection is { RetailBoxOpened: true } or { FactorySealBroken: true }),
            .. Trigger(RestockingFee.MissingAccessories, facts.Inspection is { MissingAccessories.Count: > 0 }),
        ];
        if (triggers.Count == 0)
            return null;
        var byTier = triggers.Count == 1 ? version.Settings.FeeOneTriggerPercent : version.Settings.FeeTwoTriggersPercent;
        var percent = facts.ChosenFeePercent ?? byTier;
        return new(percent, RestockingFee.Compute(version, price, percent), triggers);
    }

    private static string[] Trigger(string name, bool pulled) => pulled ? [name] : [];
}
