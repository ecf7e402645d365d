namespace Rma.Policy.Tests;

internal static partial class Examples
{
    /// <summary>Tested on the issue date and fixed: shipped 2024-06-01 with three years.</summary>
    public static readonly CoverageFacts InWarranty = new(true, new(2027, 6, 1), CoverageFacts.Warranty, new(2026, 3, 2));

    public static readonly CoverageFacts Expired = new(false, new(2025, 6, 1), CoverageFacts.None, new(2026, 3, 2));
    public static readonly CoverageFacts InExtension = new(true, new(2026, 7, 31), CoverageFacts.RepairExtension, new(2026, 3, 2));

    /// <summary>A covered, defective, repairable recorder.</summary>
    public static readonly RepairFacts Diagnosed = new()
    {
        Remedy = Remedies.WarrantyRepair, Coverage = InWarranty, FaultFound = true, Repairable = true, Grade = "B",
        DecidedOn = new(2026, 3, 10),
    };

    /// <summary>A declined or approved repair, an exchange, a freight: set by each test.</summary>
    public static readonly ChargeFacts Billed = new()
    {
        Remedy = Remedies.PaidRepair, NetPrice = 180.00m, Currency = "USD", DecidedOn = new(2026, 3, 20),
    };

    /// <summary>The clock of the advance replacement below: invoiced on 2026-01-05, number issued on day 40, ordered a day later.</summary>
    public static CreditFacts AdvanceReturned => Returned with
    {
        Remedy = Remedies.AdvanceReplacement, Sku = "CAM-2", FaultFound = true, Inspection = OpenBox,
        RmaIssuedAt = NoonOf(InvoiceDay.AddDays(40)), ValidThrough = InvoiceDay.AddDays(70), ArrivedOn = InvoiceDay.AddDays(50),
        DecidedOn = InvoiceDay.AddDays(52),
        Replacement = new("PO-7", "CAM-2", ReferencesRma: true, NoonOf(InvoiceDay.AddDays(41)), ReturnedItemIsPhasedOut: false,
            SuccessorSku: null),
    };

    public static ExclusionFound Found(string code) => new(code, ExclusionFound.AtInspection);
}
