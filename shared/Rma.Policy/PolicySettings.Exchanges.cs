namespace Rma.Policy;

public sealed partial class PolicySettings
{
    /// <summary>Account roles that may offer an over-the-counter exchange (T1).</summary>
    public IReadOnlyList<string> OtcRoles { get; private set; } = [];

    /// <summary>Days from shipment within which an exchange is allowed; the last day is included (T1, A-23).</summary>
    public int OtcWindowDays { get; private set; }

    /// <summary>First policy-local ship date an exchange is offered for (T2, A-24).</summary>
    public DateOnly OtcShippedFrom { get; private set; }

    /// <summary>Warranty terms of up to this many months have the short window (T3, A-25).</summary>
    public int OtcShortTermMonths { get; private set; }

    /// <summary>Days of the short window; it never reaches beyond the warranty's end (T3, A-25).</summary>
    public int OtcShortWindowDays { get; private set; }

    /// <summary>A request later than this many days after the exchange is flagged, not denied (T8, A-26).</summary>
    public int OtcRequestFlagDays { get; private set; }

    /// <summary>Account roles that may request an advance replacement (V1, A-31).</summary>
    public IReadOnlyList<string> AdvanceReplacementRoles { get; private set; } = [];

    /// <summary>
    /// Days from invoice to RMA issue within which an advance replacement is allowed; the last day is included (V1, A-34).
    /// </summary>
    public int AdvanceReplacementWindowDays { get; private set; }

    /// <summary>
    /// Whether a late purchase and a different item must come together to bar the credit (V7 to the letter, A-35); else either does.
    /// </summary>
    public bool AdvanceReplacementFailsOnBothOnly { get; private set; }

    private void ReadExchange(SettingsSheet sheet)
    {
        OtcRoles = sheet.Words("otcRoles");
        OtcWindowDays = sheet.Whole("otcWindowDays", 1, 3650);
        OtcShippedFrom = sheet.Day("otcShippedFrom");
        OtcShortTermMonths = sheet.Whole("otcShortTermMonths", 0, 120);
        OtcShortWindowDays = sheet.Whole("otcShortWindowDays", 1, OtcWindowDays);
        sheet.OneOf("otcIsTestedOn", "exchange-date");
        OtcRequestFlagDays = sheet.Whole("otcRequestFlagDays", 0, 3650);
        sheet.OneOf("otcFeeIs", "charge");
        sheet.OneOf("otcExchangeItem", "same-or-successor");
        sheet.OneOf("otcReplacementGrade", "sellable");
        sheet.Only("noFaultFoundBearsFee", false);
        sheet.OneOf("otcValidationIsProvenBy", "validation-before-exchange");
        sheet.Only("otcUnitMayBeTakenBackBeforeRma", true);
    }

    private void ReadReplacement(SettingsSheet sheet)
    {
        AdvanceReplacementRoles = sheet.Words("advanceReplacementRoles");
        AdvanceReplacementWindowDays = sheet.Whole("advanceReplacementWindowDays", 1, 3650);
        sheet.OneOf("purchaseDateIs", "invoice-date");
        AdvanceReplacementFailsOnBothOnly = sheet.OneOf("advanceReplacementFailsOn", "either", "both") == "both";
        sheet.OneOf("advanceReplacementNoFaultFound", "no-credit");
        sheet.OneOf("advanceReplacementCreditIs", "price-paid");
        sheet.OneOf("completeAccessoriesAre", "as-sold");
        sheet.OneOf("repairInsteadOfCreditIs", "by-own-warranty");
    }
}
