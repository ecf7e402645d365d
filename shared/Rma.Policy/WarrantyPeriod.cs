namespace Rma.Policy;

/// <summary>The warranty of a unit on a day (W1, W7, O2; rules 20–28, 43, 58, 59).</summary>
/// <param name="WithinPeriod">Whether the day lies within the warranty period or the extension of a paid repair.</param>
/// <param name="EndsOn">Last covered local day, inclusive; the later of period and extension.</param>
/// <param name="Basis">As in <see cref="CoverageFacts"/>.</param>
public sealed record Coverage(bool WithinPeriod, DateOnly EndsOn, string Basis);

/// <summary>The warranty period of a unit.</summary>
public static class WarrantyPeriod
{
    /// <summary>
    /// Last covered day of a period of calendar months from the ship date: the same calendar day, clamped to the month's last, inclusive
    /// (W7, A-11).
    /// </summary>
    public static DateOnly EndsOn(DateOnly shippedOn, int months) => shippedOn.AddMonths(months);

    /// <summary>
    /// The coverage of an item on a day; null when the ship date or the product's term is unknown. A refurbished replacement has the end of
    /// the unit it replaced (W9); a paid repair may have extended it (O2).
    /// </summary>
    public static Coverage? On(LineFacts line, DateOnly day)
    {
        DateOnly? end = line.InheritedWarrantyEnd
            ?? (line is { ShippedOn: { } shipped, WarrantyMonths: { } months } ? EndsOn(shipped, months) : null);
        if (end is not { } own)
            return null;
        if (day <= own)
            return new(true, own, CoverageFacts.Warranty);
        return line.ExtendedThrough is { } extended && extended > own
            ? new(day <= extended, extended, day <= extended ? CoverageFacts.RepairExtension : CoverageFacts.None)
            : new(false, own, CoverageFacts.None);
    }
}
