namespace Rma.Policy;

/// <summary>The remedies offered so far, by the names requests use.</summary>
public static class Remedies
{
    /// <summary>A unit or licence comes back for its price (C1–C7).</summary>
    public const string CreditReturn = "credit-return";

    /// <summary>Stock comes back; no terms of its own, the credit clauses decide (P2, A-47).</summary>
    public const string StockRotation = "stock-rotation";
}
