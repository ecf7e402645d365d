namespace Rma.Policy;

/// <summary>The settings of one policy version, checked when the version is loaded. Percentages are of a hundred (15 = 15%).</summary>
public sealed class PolicySettings
{
    internal PolicySettings(SettingsSheet sheet)
    {
        EligibleRoles = sheet.Words("eligibleRoles");
        RmaValidityDays = sheet.Whole("rmaValidityDays", 1, 3650);
        CreditWindowDays = sheet.Whole("creditWindowDays", 1, 3650);
        RestockingFeeMinPercent = sheet.Number("restockingFeeMinPercent", 0m, 100m);
        RestockingFeeMaxPercent = sheet.Number("restockingFeeMaxPercent", RestockingFeeMinPercent, 100m);
        FeeOneTriggerPercent = sheet.Number("feeOneTriggerPercent", RestockingFeeMinPercent, RestockingFeeMaxPercent);
        FeeTwoTriggersPercent = sheet.Number("feeTwoTriggersPercent", FeeOneTriggerPercent, RestockingFeeMaxPercent);
        FreightCollectIsRefused = sheet.YesOrNo("freightCollectIsRefused");
        UnknownNumberHoldHours = sheet.Whole("unknownNumberHoldHours", 0, 720);
        LateScanGraceHours = sheet.Whole("lateScanGraceHours", 0, 720);
        CurrencyMinorUnits = sheet.WholeByCurrency("currencyMinorUnits", 0, 4);
        All = sheet.Finish();
    }

    /// <summary>Every setting with its clause and ambiguity, in the order of the document.</summary>
    public IReadOnlyList<PolicySetting> All { get; }

    /// <summary>Account roles a remedy may be granted to (P1, A-31).</summary>
    public IReadOnlyList<string> EligibleRoles { get; }

    /// <summary>Days an RMA number stays valid; the issue date is day 0, the last day is inside (P4, A-01).</summary>
    public int RmaValidityDays { get; }

    /// <summary>Days from invoice to dock arrival within which a return earns a credit; the last day is inside (C2, A-41, A-42).</summary>
    public int CreditWindowDays { get; }

    /// <summary>Lower end of the restocking fee band, inclusive, in percent of the price paid per unit (C3, rule 109).</summary>
    public decimal RestockingFeeMinPercent { get; }

    /// <summary>Upper end of the restocking fee band, inclusive, in percent of the price paid per unit (C3, rule 109).</summary>
    public decimal RestockingFeeMaxPercent { get; }

    /// <summary>Fee for an open box or for missing accessories, in percent .</summary>
    public decimal FeeOneTriggerPercent { get; }

    /// <summary>Fee for an open box and missing accessories, in percent .</summary>
    public decimal FeeTwoTriggersPercent { get; }

    /// <summary>Whether a parcel presented freight-collect is refused at the dock (P2, A-06).</summary>
    public bool FreightCollectIsRefused { get; }

    /// <summary>Hours a parcel with a sound but unknown number is held before it is refused (P3).</summary>
    public int UnknownNumberHoldHours { get; }

    /// <summary>Hours after which no scan made inside an RMA's validity is expected to be reported any more .</summary>
    public int LateScanGraceHours { get; }

    /// <summary>Decimal places of a currency's minor unit, by ISO 4217 code .</summary>
    public IReadOnlyDictionary<string, int> CurrencyMinorUnits { get; }
}
