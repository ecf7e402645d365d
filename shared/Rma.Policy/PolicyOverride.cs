namespace Rma.Policy;

/// <summary>A departure from the policy approved by two people; without one, the bounds of the policy are never exceeded.</summary>
/// <param name="Id">Its entry in the override ledger.</param>
/// <param name="Code">Code of the refusal it lifts; one of <see cref="PolicySettings.OverridableCodes"/>.</param>
/// <param name="Clause">The clause departed from.</param>
/// <param name="Percent">For <see cref="FeeOutsideBand"/>: the fee, in percent; null otherwise.</param>
/// <param name="ExpiresOn">Last valid local day, inclusive.</param>
public sealed record PolicyOverride(Guid Id, string Code, string Clause, decimal? Percent, DateOnly ExpiresOn)
{
    /// <summary>The code that allows a restocking fee outside its band (V4, C3, T5).</summary>
    public const string FeeOutsideBand = "fee.outside-band";

    /// <summary>Whether it is valid on a local day under a version.</summary>
    public bool HoldsOn(PolicyVersion version, DateOnly day) => day <= ExpiresOn && version.Settings.OverridableCodes.Contains(Code);

    /// <summary>Whether it allows exactly this restocking fee on a local day.</summary>
    public bool AllowsFee(decimal? percent, PolicyVersion version, DateOnly day) =>
        Code == FeeOutsideBand && Percent == percent && HoldsOn(version, day);
}

/// <summary>Removes the findings that an override lifts.</summary>
internal sealed record Lifted(ValueList<Finding> Findings, ValueList<PolicyOverride> Used)
{
    public static Lifted From(PolicyVersion version, DateOnly on, ValueList<PolicyOverride>? overrides, IEnumerable<Finding> findings)
    {
        Finding[] all = [.. findings];
        PolicyOverride[] inForce = [.. (overrides ?? []).Where(given => given.HoldsOn(version, on))];
        return new(
            [.. all.Where(finding => !CanBeLifted(finding) || inForce.All(given => given.Code != finding.Code))],
            [.. inForce.Where(given => all.Any(finding => CanBeLifted(finding) && finding.Code == given.Code))]);
    }

    // Whatever a version lists: no override pays more than the price paid, freight, or a license in use.
    private static bool CanBeLifted(Finding finding) =>
        finding.Outcome == Outcome.No && !finding.Clauses.Intersect([Clauses.W13, Clauses.C6, Clauses.C7]).Any();

    /// <summary>The decision with the overrides it needed and their clauses.</summary>
    public Decision Mark(Decision decision) => Used.Count == 0 ? decision : decision with
    {
        Overrides = [.. Used.Select(used => used.Id)],
        Clauses = [.. decision.Clauses.Union(Used.Select(used => used.Clause))],
        Facts = [.. decision.Facts, .. Policy.Facts.Known(
            Used.Select(used => ($"override of {used.Code}", (object?)used.Id.ToString("D"), "override ledger")))],
    };
}
