namespace Rma.Contracts.Repair;

/// <summary>What leaves instead of a unit: the values of <see cref="V1.UnitReplaced.Kind"/>.</summary>
public static class ReplacementKinds
{
    /// <summary>A refurbished unit, under the warranty of the original (W8, W9).</summary>
    public const string RefurbishedSwap = "refurbished-swap";

    /// <summary>A sellable unit, with a warranty of its own (T9).</summary>
    public const string StockReplacement = "stock-replacement";
}
