namespace Rma.Policy;

/// <summary>The invoice facts required for a credit (C2, W13, A-45).</summary>
internal static class Purchase
{
    public const string Code = "invoice.facts-missing";

    /// <summary>
    /// Names the missing facts. A negative price counts as missing, and an amount with an unknown minor unit cannot be rounded.
    /// </summary>
    public static IEnumerable<Finding> Gaps(PolicyVersion version, DateOnly? invoiceDate, decimal? netPrice, string? currency)
    {
        if (invoiceDate is null)
            yield return Finding.Unknown(Code, [Clauses.C2], "invoice date");
        if (netPrice is null or < 0m)
            yield return Finding.Unknown(Code, [Clauses.W13], "net price");
        if (currency is null)
            yield return Finding.Unknown(Code, [Clauses.C2], "currency");
        else if (!version.Settings.CurrencyMinorUnits.ContainsKey(currency))
            yield return Finding.Unknown(Code, [Clauses.C2], $"minor unit of {currency}");
    }

    /// <summary>The last day on which a return of this purchase may arrive (C2, A-41); null while the invoice date is unknown.</summary>
    public static DateOnly? WindowEnd(PolicyVersion version, DateOnly? invoiceDate) =>
        invoiceDate is { } start ? PolicyCalendar.LastDay(start, version.Settings.CreditWindowDays) : null;

    /// <summary>A late return is denied: the fee clause is about the condition of a unit, not its date (C3, A-42).</summary>
    public static IEnumerable<Finding> Window(
        PolicyVersion version, DateOnly? invoiceDate, DateOnly? returned, string lateCode, string earlyCode)
    {
        if (invoiceDate > returned)
            yield return Finding.Refer(earlyCode, [Clauses.C2],
                $"The invoice is dated {invoiceDate.Iso()}, after the return.", "A corrected invoice date would settle it.");
        if (WindowEnd(version, invoiceDate) is { } end && returned > end)
        {
            var days = version.Settings.CreditWindowDays;
            yield return Finding.No(lateCode, [Clauses.C2, Clauses.C3],
                $"The {days}-day credit window closed on {end.Iso()}; a restocking fee does not reopen it.",
                $"Only an invoice date of {returned.Value.AddDays(-days).Iso()} or later would change this.");
        }
    }
}
