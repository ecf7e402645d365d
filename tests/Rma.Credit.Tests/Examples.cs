using Rma.Credit.CreditCases;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Tests;

internal static class Examples
{
    /// <summary>10:00 in Los Angeles.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly MondayDate = new(2026, 3, 2);
    public static readonly PolicyVersion Us = PolicyBook.Load().InForceOn(MondayDate);
    public static readonly Guid ReturnId = new("0195f000-0000-7000-8000-0000000000aa");
    public static readonly Guid OtherReturnId = new("0195f000-0000-7000-8000-0000000000ab");
    public static readonly Guid CreditId = NameBasedId.Of($"credit/{ReturnId}");
    public static readonly string Number = RmaNumber.FromSequence(33).ToString();

    public static readonly InspectionFacts Sealed = new()
    {
        RetailBoxOpened = false, FactorySealBroken = false, EnclosureOpened = false, MissingAccessories = [],
        SerialLabel = SerialLabel.Intact, CosmeticDamage = false, InternalDamage = false,
    };

    public static readonly InspectionFacts OpenBox = Sealed with { RetailBoxOpened = true, FactorySealBroken = true };
    public static readonly InspectionFacts Scratched = OpenBox with { CosmeticDamage = true, Note = "scratched housing" };

    public static readonly PurchasePaid Paid180 = new("INV-1", MondayDate.AddDays(-15), 180m, 0m, "USD");
    public static readonly PurchasePaid Paid200 = Paid180 with { NetPrice = 200m };

    /// <summary>A sealed camera, paid with 180.00 and invoiced 15 days ago (E05).</summary>
    public static readonly CreditRequest Camera = new(
        ReturnId, new("0195f000-0000-7000-8000-0000000000bb"), Number, 1, "ACC-1", "S30", "CAM-2", IsLicense: false, Monday.AddDays(-5),
        Monday.AddHours(-3), Paid180, Sealed, [], Monday);

    /// <summary>A scratched camera in an opened box, paid with 200.00 (E04).</summary>
    public static readonly CreditRequest Damaged = Camera with { Purchase = Paid200, Inspection = Scratched };

    /// <summary>A license code at 50.00, bought 10 days ago (E03).</summary>
    public static readonly CreditRequest License = Camera with
    {
        SerialNumber = "VMS-1", Sku = "VMS", IsLicense = true, ArrivedAt = null, Inspection = null,
        Purchase = new("INV-2", MondayDate.AddDays(-10), 50m, 0m, "USD"),
    };

    public static readonly LicenseActivationRecorded Activated = new("VMS", Monday.AddHours(-1), Monday.AddHours(-1));
    public static readonly RestockingFeeChosen Fee20 = new(20m, "ana", "credit-analyst", "a good customer", Monday.AddDays(-1));
    public static readonly CreditPosted Posted180 = new(CreditId, ReturnId, Number, "INV-1", Usd(180.00m), 180m, Monday);

    public static Money Usd(decimal amount) => new(amount, "USD");

    public static Ledger LedgerOf(params LedgerEvent[] history) => history.Fold<Ledger, LedgerEvent>();

    public static LedgersOfItem LedgersOf(params LedgerEvent[] history) => LedgersOfItem.None with { Item = LedgerOf(history) };

    /// <summary>The facts as they follow from a request, written out once by hand.</summary>
    public static CreditFacts FactsOf(CreditRequest request, decimal? fee = null) => new()
    {
        HasRmaNumber = true, IsLicense = request.IsLicense, ArrivedOn = request.ArrivedAt is null ? null : MondayDate,
        InvoiceDate = request.Purchase?.InvoiceDate, NetPrice = request.Purchase?.NetPrice, Tax = request.Purchase?.Tax,
        Currency = request.Purchase?.Currency, Inspection = request.Inspection, ChosenFeePercent = fee, DecidedOn = MondayDate,
        Remedy = request.Remedy ?? "credit-return", RmaIssuedAt = request.AuthorizedAt, Sku = request.Sku,
        Replacement = request.Replacement, ValidThrough = request.ValidThrough, FaultFound = request.FaultFound,
        Exclusions = request.Exclusions, Overrides = request.Overrides,
    };

    public static CreditReferred ReferralOf(CreditRequest request, string code, CreditBounds? bounds) =>
        new(request, FactsOf(request), code, bounds, CreditPolicy.Assess(Us, FactsOf(request)).Decision, Monday);

    public static readonly CreditReferred Referred = ReferralOf(Damaged, "credit.damaged", new(Usd(0m), Usd(170.00m)));
    public static readonly CreditReferred WithoutInvoice = ReferralOf(Camera with { Purchase = null }, "invoice.facts-missing", null);
    public static readonly CreditIssued Credited180 = new(
        Camera, FactsOf(Camera), CreditId, [new("price", Usd(180.00m))], Usd(180.00m), Usd(180.00m),
        CreditPolicy.Assess(Us, FactsOf(Camera)).Decision, Monday);
    public static readonly CreditDenied Late =
        new(Camera, FactsOf(Camera), "credit.window-closed", CreditPolicy.Assess(Us, FactsOf(Camera)).Decision, Monday);
}
