namespace Rma.Policy;

/// <summary>Findings against a repair, free or paid (W1, W2, W7, O1; rules 20–28, 56).</summary>
internal static class WarrantyRules
{
    public static IEnumerable<Finding> Findings(string remedy, LineFacts line, DateOnly today)
    {
        if (line.IsLicense)
            yield return Finding.No("line.nothing-to-repair", [Clauses.W1], "A license code cannot be repaired.", null);
        if (!line.DefectReported)
            yield return Finding.Unknown("line.defect-not-reported", [Clauses.W1], "defect", "what is wrong with it");
        foreach (var gap in Gaps(line))
            yield return gap;
        if (WarrantyPeriod.On(line, today) is not { } coverage)
            yield break;
        if (remedy == Remedies.WarrantyRepair && !coverage.WithinPeriod)
            yield return Finding.No("line.outside-warranty", [Clauses.W1, Clauses.W7, Clauses.O1],
                $"The warranty ended on {coverage.EndsOn.Iso()}; after it, labor and repair are charged.",
                $"Ask for a '{Remedies.PaidRepair}'.");
        if (remedy == Remedies.PaidRepair && coverage.WithinPeriod)
            yield return Finding.No("line.within-warranty", [Clauses.W1, Clauses.W7],
                $"The unit is under warranty until {coverage.EndsOn.Iso()}; no clause charges its repair.",
                $"Ask for a '{Remedies.WarrantyRepair}'.");
    }

    /// <summary>
    /// A missing date never counts as within the period; a product without a row in the table has no automatic answer.
    /// </summary>
    public static IEnumerable<Finding> Gaps(LineFacts line)
    {
        if (line.InheritedWarrantyEnd is not null)
            yield break;
        if (line.ShippedOn is null)
            yield return Finding.Unknown("line.facts-missing", [Clauses.W7], "ship date");
        else if (line.WarrantyMonths is null)
            yield return Finding.Unknown("line.facts-missing", [Clauses.W2], "warranty term of the product at shipment");
    }

    public static string Anchor(LineFacts line) => line switch
    {
        { InheritedWarrantyEnd: { } end } => $"warranty end {end.Iso()} of the replaced unit",
        _ => $"ship date {line.ShippedOn.Iso()} + {line.WarrantyMonths} months",
    };
}
