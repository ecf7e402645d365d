namespace Rma.Policy;

/// <summary>The remedies of the policy, by the names used in requests.</summary>
public static class Remedies
{
    /// <summary>A unit within its warranty period is repaired or swapped, free unless an exclusion is found (W1–W11).</summary>
    public const string WarrantyRepair = "warranty-repair";

    /// <summary>A unit whose warranty is over is repaired for an approved quote (O1–O3).</summary>
    public const string PaidRepair = "paid-repair";

    /// <summary>A distributor exchanged a defective unit over the counter and wants replacement stock (T1–T10).</summary>
    public const string OtcExchange = "otc-exchange";

    /// <summary>A replacement is ordered first; the defective unit is credited later (V1–V7).</summary>
    public const string AdvanceReplacement = "advance-replacement";

    /// <summary>A unit or license is returned for its price (C1–C7).</summary>
    public const string CreditReturn = "credit-return";

    /// <summary>Stock is returned; it has no terms of its own, the credit clauses apply (P2, A-47).</summary>
    public const string StockRotation = "stock-rotation";

    /// <summary>All of them, in the order of the document.</summary>
    public static IReadOnlyList<string> All { get; } =
        [WarrantyRepair, PaidRepair, OtcExchange, AdvanceReplacement, CreditReturn, StockRotation];

    /// <summary>Whether a remedy is decided by the credit clauses from the start (C1–C7, A-47).</summary>
    public static bool IsCredit(string remedy) => remedy is CreditReturn or StockRotation;

    /// <summary>Whether a remedy sends the unit to the bench for repair.</summary>
    public static bool IsRepair(string remedy) => remedy is WarrantyRepair or PaidRepair;
}
