namespace Rma.Policy;

/// <summary>
/// Findings against authorizing an advance replacement (V1, V5, V7; rules 85–87, 91). Item and order are judged with the credit.
/// </summary>
internal static class ReplacementRules
{
    public static IEnumerable<Finding> Findings(PolicyVersion version, LineFacts line, DateOnly today)
    {
        if (line.IsLicense)
            yield return Finding.No("line.nothing-to-replace", [Clauses.V1], "A license code has no advance replacement.", null);
        if (!line.DefectReported)
            yield return Finding.Unknown("line.defect-not-reported", [Clauses.V1], "defect", "what is wrong with it");
        foreach (var gap in Purchase.Gaps(version, line.InvoiceDate, line.NetPrice, line.Currency))
            yield return gap;
        if (line.InvoiceDate > today)
            yield return Finding.Refer("line.requested-before-invoice", [Clauses.V1],
                $"The invoice is dated {line.InvoiceDate.Iso()}, after the request.", "A corrected invoice date would settle it.");
        if (LastDay(version, line) is { } last && today > last && !version.Settings.AdvanceReplacementFailsOnBothOnly)
            yield return Finding.No("line.replacement-window-closed", [Clauses.V1, Clauses.V7],
                $"An advance replacement was possible until {last.Iso()}, {version.Settings.AdvanceReplacementWindowDays} days " +
                    "after the purchase.",
                $"Ask for a '{Remedies.WarrantyRepair}' while the warranty lasts.");
    }

    /// <summary>Last valid day for the issue of the number (V1, A-34); null while the invoice date is unknown.</summary>
    public static DateOnly? LastDay(PolicyVersion version, LineFacts line) =>
        line.InvoiceDate is { } bought ? ReplacementCreditRules.WindowEnd(version, bought) : null;
}
