namespace Rma.Policy.Tests;

internal static partial class Examples
{
    public static readonly InspectionFacts Sealed = new()
    {
        RetailBoxOpened = false, FactorySealBroken = false, EnclosureOpened = false, MissingAccessories = [],
        SerialLabel = SerialLabel.Intact, CosmeticDamage = false, InternalDamage = false,
    };

    public static readonly InspectionFacts OpenBox = Sealed with { RetailBoxOpened = true, FactorySealBroken = true };

    public static readonly CreditFacts Returned = new()
    {
        HasRmaNumber = true, ArrivedOn = InvoiceDay.AddDays(15), InvoiceDate = InvoiceDay, NetPrice = 180.00m, Tax = 0m, Currency = "USD",
        Inspection = Sealed, DecidedOn = InvoiceDay.AddDays(17),
    };

    /// <summary>What an analyst may grant; null when nothing is referred, or while facts are missing that the amount depends on.</summary>
    public static CreditBounds? BoundsOf(CreditFacts facts) => (CreditPolicy.Assess(Us, facts) as CreditAssessment.Referred)?.Bounds;

    public static readonly CreditFacts ReturnedLicense = Returned with
    {
        IsLicense = true, ArrivedOn = null, Inspection = null, NetPrice = 50.00m, DecidedOn = InvoiceDay.AddDays(10),
    };
}
