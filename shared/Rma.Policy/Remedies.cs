namespace Rma.Policy;

/// <summary>The remedies of the policy, by the names that requests use.</summary>
public static class Remedies
{
    /// <summary>A unit within its warranty period is repaired or swapped, free unless an exclusion is found (W1–W11).</summary>
    public const string WarrantyRepair = "warranty-repair";

    /// <summary>A unit whose warranty is over is repaired for an approved quote (O1–O3).</summary>
    public const string PaidRepair = "paid-repair";

    /// <summary>A distributor exchanged a defective unit over the counter and wants his stock replaced (T1–T10).</summary>
    public const string OtcExchange = "otc-exchange";

    /// <summary>A replacement is ordered first; the defective unit earns its credit later (V1–V7).</summary>
    public const string AdvanceReplacement = "advance-replacement";

    /// <summary>A unit or licence comes back for its price (C1–C7).</summary>
    public const string CreditReturn = "credit-return";

    /// <summary>Stock comes back; no terms of its own, the credit clauses decide (P2, A-47).</summary>
    public const string StockRotation = "stock-rotation";

    /// <summary>All of them, in the order of the document.</summary>
    public static IReadOnlyList<string> All { get; } =
        [WarrantyRepair, PaidRepair, OtcExchange, AdvanceReplacement, CreditReturn, StockRotation];

    /// <summary>Whether a remedy is decided by the credit clauses from the start (C1–C7, A-47).</summary>
    public static bool IsCredit(string remedy) => remedy is CreditReturn or StockRotation;

    /// <summary>Whether a remedy puts the unit on the bench to be repaired.</summary>
    public static bool IsRepair(string remedy) => remedy is WarrantyRepair or PaidRepair;
}
