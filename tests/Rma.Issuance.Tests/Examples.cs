using Rma.Issuance.Accounts;
using Rma.Issuance.Products;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.Tests;

internal static class Examples
{
    /// <summary>10:00 in Los Angeles.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly MondayDate = new(2026, 3, 2);
    public static readonly PolicyVersion Policy = PolicyBook.Load().InForceOn(MondayDate);
    public static readonly RmaNumber Number = RmaNumber.FromSequence(7);
    public static readonly Guid RmaId = new("0195f000-0000-7000-8000-000000000001");

    public static readonly AccountStated Ada = new("ACC-1", 1, "Ada Distribution", "distributor", true, new(2020, 1, 1), Monday, Monday);
    public static readonly ProductStated Camera =
        new("CAM-2", 1, "Dome camera", 24, ["bracket", "cable"], false, false, false, null, new(2020, 1, 1), Monday);
    public static readonly UnitShipmentRecorded Shipped = new("SH-1", 1, "CAM-2", "ACC-1", Monday.AddDays(-20), Monday.AddDays(-19));
    public static readonly UnitPurchaseRecorded Invoiced =
        new("INV-1", 1, 1, "CAM-2", "ACC-1", MondayDate.AddDays(-20), 180m, 70m, 0m, 9m, "USD", Monday.AddDays(-19));

    public static readonly RmaRequest Request = new(RmaId, "ACC-1", "credit-return", ["S1"], "ada");
    public static readonly LineFacts Line = new()
    {
        Item = "S1", Sku = "CAM-2", SoldToThisAccount = true, InvoiceDate = MondayDate.AddDays(-20), NetPrice = 180m, Currency = "USD",
    };
}
