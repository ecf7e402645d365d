namespace Rma.Policy;

/// <summary>The amounts of one item, once all their facts are known; the rules decide whether they are due.</summary>
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

    /// <summary>
    /// The lifetime cap is not applied here: when the net credit would exceed it, the rules deny instead of referring. Credits on the same
    /// invoice line for another unit are deducted.
    /// </summary>
    public CreditBounds Bounds(CreditFacts facts)
    {
        var left = Price.Amount - (facts.CreditedOnLineElsewhere ?? 0m);
        return new(Money.Zero(Price.Currency), left >= NetCredit.Amount ? NetCredit : NetCredit with { Amount = Math.Max(0m, left) });
    }

    /// <summary>Net credit and tax: the total payment.</summary>
    public Money Total => NetCredit + Tax;

    public CreditAssessment.Entitled Credit(PolicyVersion version, CreditFacts facts, Lifted lifted)
    {
        var allowed = Fee is null ? null : facts.FeeOverride(version);
        var (clauses, reason, wouldChange) = Why(facts, lifted.Used.Count == 0 ? "in time, " : "", allowed);
        var decision = new Decision(
            Outcome.Yes, version.Id, facts.DecidedOn, clauses, reason, CreditRules.Known(facts), [], wouldChange,
            CreditRules.WindowEnd(version, facts), ExpectedAmount: Total).CountedFrom(version, CreditRules.Anchor(version, facts));
        var used = allowed is not null ? lifted with { Used = [.. lifted.Used, allowed] } : lifted;
        return new(Price, Fee, Tax, used.Mark(decision));
    }

    private (ValueList<string> Clauses, string Reason, string? WouldChange) Why(
        CreditFacts facts, string inTime, PolicyOverride? allowed) => (Fee, facts) switch
    {
        ({ Amount.Amount: 0m } none, _) => (ClausesOfFee(facts),
            $"Full credit of {Price}, the price paid: the restocking fee for {string.Join(" and ", none.Triggers)} is nothing" +
                (allowed is null ? "." : $", by override {allowed.Id}."), null),
        ({ } fee, { Remedy: Remedies.AdvanceReplacement }) => (
            ClausesOfFee(facts), FormattableString.Invariant($"Credit of {NetCredit}: the price paid for the returned unit, {Price}, ") +
                FormattableString.Invariant($"less {fee.Amount} at {fee.Percent}% for missing accessories."),
            "Full credit needs all accessories."),
        ({ } fee, _) => (
            ClausesOfFee(facts), FormattableString.Invariant(
                $"Credit of {NetCredit}: the price paid, {Price}, less a restocking fee of {fee.Amount} at {fee.Percent}% for ") +
            $"{string.Join(" and ", fee.Triggers)}.",
            "Full credit needs an unbroken seal, an unopened box and all accessories."),
        (null, { Remedy: Remedies.AdvanceReplacement }) => (
            [Clauses.V1, Clauses.V2, Clauses.V4, Clauses.V5, Clauses.V6, Clauses.C4, Clauses.C6, Clauses.W13],
            $"Full credit of {Price}, the price paid for the returned unit: defective, {inTime}ordered after and under the RMA number, " +
                "all accessories there.", null),
        (null, { IsLicense: true }) => (
            [Clauses.C1, Clauses.C2, Clauses.C6, Clauses.C7, Clauses.W13],
            $"Full credit of {Price}: the license code has not been activated.", null),
        _ => (
            [Clauses.C1, Clauses.C2, Clauses.C4, Clauses.C6, Clauses.W13],
            $"Full credit of {Price}: {inTime}seal unbroken, box unopened, all accessories there.", null),
    };

    private static ValueList<string> ClausesOfFee(CreditFacts facts) => facts.Remedy == Remedies.AdvanceReplacement
        ? [Clauses.V1, Clauses.V2, Clauses.V4, Clauses.V5, Clauses.V6, Clauses.C4, Clauses.C6, Clauses.W13]
        : [Clauses.C1, Clauses.C3, Clauses.C4, Clauses.C6, Clauses.W13];

    private static RestockingFee? FeeOf(PolicyVersion version, CreditFacts facts, Money price)
    {
        if (facts.IsLicense)
            return null;
        // For advance replacements only missing accessories count: a defective unit has been unpacked (V4).
        var openBoxCounts = facts.Remedy != Remedies.AdvanceReplacement;
        ValueList<string> triggers =
        [
            .. Trigger(RestockingFee.OpenBox, openBoxCounts
                && facts.Inspection is ({ RetailBoxOpened: true } or { FactorySealBroken: true })),
            .. Trigger(RestockingFee.MissingAccessories, facts.Inspection is { MissingAccessories.Count: > 0 }),
        ];
        if (triggers.Count == 0)
            return null;
        var byTier = triggers.Count == 1 ? version.Settings.FeeOneTriggerPercent : version.Settings.FeeTwoTriggersPercent;
        var percent = facts.ChosenFeePercent ?? byTier;
        return new(percent, AmountOf(version, facts, price, percent), triggers);
    }

    private static Money AmountOf(PolicyVersion version, CreditFacts facts, Money price, decimal percent) =>
        facts.FeeOverride(version) is null || RestockingFee.IsWithinBand(version, percent)
            ? RestockingFee.Compute(version, price, percent)
            : RestockingFee.ComputeOutsideBand(version, price, percent);

    private static string[] Trigger(string name, bool pulled) => pulled ? [name] : [];
}
