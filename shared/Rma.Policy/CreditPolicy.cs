namespace Rma.Policy;

/// <summary>
/// Decides the credit for a returned item (V1–V7, C1–C7, W4, W13; rules 85–111). Stock rotations use the same clauses.
/// </summary>
public static class CreditPolicy
{
    /// <summary>The code of a denial because the credit would be zero (W13).</summary>
    public const string NothingDue = "credit.nothing-due";

    /// <summary>
    /// Assesses one item. A definite denial outweighs every open question; a missing fact refers and never grants; damage is referred, not
    /// priced.
    /// </summary>
    /// <exception cref="FeeOutsideBandException">The chosen fee lies outside the band.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The earlier credits are negative.</exception>
    public static CreditAssessment Assess(PolicyVersion version, CreditFacts facts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(facts.CreditedBefore, nameof(facts));
        if (facts.ChosenFeePercent is { } percent && facts.FeeOverride(version) is null)
            RestockingFee.EnsureWithinBand(version, percent);

        var settlement = Settlement.Of(version, facts);
        var lifted = Lifted.From(version, facts.DecidedOn, facts.Overrides, CreditRules.Findings(version, facts, settlement));
        return Objection.From(lifted.Findings) switch
        {
            { Outcome: Outcome.No } denial =>
                new CreditAssessment.NotEntitled(denial.Code, Explained(version, facts, denial, lifted, null)),
            { } referral => new CreditAssessment.Referred(
                referral.Code, settlement?.Bounds(facts), Explained(version, facts, referral, lifted, settlement?.Total)),
            null => settlement!.Credit(version, facts, lifted),
        };
    }

    /// <summary>
    /// The restocking fee that would be deducted from the price of an item; null when none is due, or while facts are missing.
    /// </summary>
    public static Money? FeeOf(PolicyVersion version, CreditFacts facts) => Settlement.Of(version, facts)?.Fee?.Amount;

    private static Decision Explained(PolicyVersion version, CreditFacts facts, Objection objection, Lifted lifted, Money? expected) =>
        lifted.Mark(objection.Explain(version, facts.DecidedOn, CreditRules.Known(facts), CreditRules.WindowEnd(version, facts))
            .CountedFrom(version, CreditRules.Anchor(version, facts)) with { ExpectedAmount = expected });
}
