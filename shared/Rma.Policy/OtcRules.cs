namespace Rma.Policy;

/// <summary>
/// Findings against an over-the-counter exchange (T1–T8; rules 66–77, 84). They are tested on the exchange date or, before there is
/// one, on the day of the request.
/// </summary>
internal static class OtcRules
{
    /// <summary>Name of a missing fact (T7).</summary>
    public const string GivenItem = "item given in exchange";

    public static IEnumerable<Finding> Findings(PolicyVersion version, int edition, LineFacts line, DateOnly today) =>
    [
        .. OfExchange(version, edition, line, today),
        .. Eligibility(version, line, line.ExchangedOn(version) ?? today),
    ];

    /// <summary>Whether this unit may be exchanged on a day: what a validation by serial number answers (T4, T6).</summary>
    public static IEnumerable<Finding> Eligibility(PolicyVersion version, LineFacts line, DateOnly on)
    {
        if (line.IsLicense)
            yield return Finding.No("line.no-serial-number", [Clauses.T4, Clauses.T6], "Only a unit with a serial number can be exchanged.",
                null);
        if (!line.DefectReported)
            yield return Finding.Unknown("line.defect-not-reported", [Clauses.T1], "defect", "what is wrong with it");
        foreach (var gap in WarrantyRules.Gaps(line with { InheritedWarrantyEnd = null }))
            yield return gap;
        if (line.ShippedOn is { } shipped && shipped < version.Settings.OtcShippedFrom)
            yield return Finding.No("line.otc-shipped-too-early", [Clauses.T2],
                $"Exchanges are for units shipped on or after {version.Settings.OtcShippedFrom.Iso()}; " +
                    $"this one shipped on {shipped.Iso()}.", null);
        if (LastDay(version, line) is { } last && on > last)
            yield return Finding.No("line.otc-window-closed", [Clauses.T1, Clauses.T3],
                $"The exchange was possible until {last.Iso()}.", $"Ask for a '{Remedies.WarrantyRepair}' while the warranty lasts.");
    }

    /// <summary>Last valid day for the exchange; null while ship date or term are unknown (T1, T3, A-01, A-23, A-25).</summary>
    public static DateOnly? LastDay(PolicyVersion version, LineFacts line)
    {
        if (line is not { ShippedOn: { } shipped, WarrantyMonths: { } months })
            return null;
        if (months > version.Settings.OtcShortTermMonths)
            return PolicyCalendar.LastDay(shipped, version.Settings.OtcWindowDays);
        var last = PolicyCalendar.LastDay(shipped, version.Settings.OtcShortWindowDays);
        var warrantyEnd = WarrantyPeriod.EndsOn(shipped, months);
        return warrantyEnd < last ? warrantyEnd : last;
    }

    public static string Anchor(PolicyVersion version, LineFacts line) => PolicyCalendar.Anchor(
        "ship date", line.ShippedOn, line.WarrantyMonths > version.Settings.OtcShortTermMonths ? version.Settings.OtcWindowDays
            : version.Settings.OtcShortWindowDays);

    /// <summary>Whether the request comes so long after the exchange that a person should check it (T8, A-26).</summary>
    public static bool IsLateRequest(PolicyVersion version, LineFacts line, DateOnly today) =>
        line.ExchangedOn(version) is { } exchanged && today > PolicyCalendar.LastDay(exchanged, version.Settings.OtcRequestFlagDays);

    private static IEnumerable<Finding> OfExchange(PolicyVersion version, int edition, LineFacts line, DateOnly today)
    {
        if (line.ExchangedAt is not { } exchanged)
        {
            yield return Finding.No("otc.not-exchanged", [Clauses.T8],
                "The exchange comes first, the RMA number afterwards.",
                "Validate the serial number, exchange the unit from stock, and report the exchange.");
            yield break;
        }
        if (line.ValidatedAt is not { } validated)
            yield return Finding.No("otc.not-validated", [Clauses.T4, Clauses.T6],
                "The serial number was not validated before the exchange.", "An override, with a second approver.");
        else if (validated >= exchanged)
            yield return Finding.No("otc.validated-late", [Clauses.T4],
                "The serial number was validated only after the exchange.", "An override, with a second approver.");
        if (line.ExchangedOn(version) > today)
            yield return Finding.No("otc.exchange-after-request", [Clauses.T8],
                "The exchange is dated after this request.", "A corrected exchange date.");
        // Nothing can be compared with an item that is not known: it refers, and is no other item.
        if (line.ExchangedForSku is not { } given || (edition > RuleEdition.Second && string.IsNullOrWhiteSpace(given)))
            yield return Finding.Unknown("line.facts-missing", [Clauses.T7], GivenItem);
        else if (line.Sku is null && edition > RuleEdition.Second)
            yield return Finding.Unknown("line.facts-missing", [Clauses.T7], "product");
        else if (given != line.Sku && !(line.PhasedOut && given == line.SuccessorSku))
            yield return Finding.No("otc.other-item", [Clauses.T7],
                $"'{given}' was given in exchange; it is neither the same item nor its designated successor.", null);
        foreach (var finding in RequesterRules.OfAccount(version, line.AccountAtExchange, "on the exchange date"))
            yield return finding;
    }
}
