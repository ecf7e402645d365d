namespace Rma.Policy;

/// <summary>
/// The settings of one policy version, validated when the version is loaded. Percentages are of a hundred (15 = 15%). A setting for which
/// this engine supports only one value is written down all the same: another value is rejected instead of being ignored.
/// </summary>
public sealed partial class PolicySettings
{
    internal PolicySettings(SettingsSheet sheet)
    {
        ReadAuthorization(sheet);
        ReadCredit(sheet);
        ReadWarranty(sheet);
        ReadPaidRepair(sheet);
        ReadExchange(sheet);
        ReadReplacement(sheet);
        All = sheet.Finish();
    }

    /// <summary>Every setting with its clause and ambiguity, in the order of the document.</summary>
    public IReadOnlyList<PolicySetting> All { get; }

    /// <summary>Account roles a remedy may be granted to (P1, A-31).</summary>
    public IReadOnlyList<string> EligibleRoles { get; private set; } = [];

    /// <summary>Days an RMA number stays valid; the issue date is day 0, the last day is included (P4, A-01).</summary>
    public int RmaValidityDays { get; private set; }

    /// <summary>Day of validity on which the requester is notified that the number is about to expire (P4, A-37).</summary>
    public int ExpiryNoticeDay { get; private set; }

    /// <summary>Remedies possible with a ticket number; credits are never among them (P2, A-05).</summary>
    public IReadOnlyList<string> TicketRemedies { get; private set; } = [];

    /// <summary>Whether a parcel presented freight-collect is refused at the dock (P2, A-06).</summary>
    public bool FreightCollectIsRefused { get; private set; }

    /// <summary>Hours a parcel with a well-formed but unknown number is held before it is refused (P3).</summary>
    public int UnknownNumberHoldHours { get; private set; }

    /// <summary>Hours after which no late report of a scan within an RMA's validity is expected any more .</summary>
    public int LateScanGraceHours { get; private set; }

    /// <summary>Codes of the refusals that can be overridden, with a reason and a second approver; no others can.</summary>
    public IReadOnlyList<string> OverridableCodes { get; private set; } = [];

    /// <summary>The maximum validity of an override, in days.</summary>
    public int OverrideMaxDays { get; private set; }

    /// <summary>
    /// Days from invoice to dock arrival within which a return earns a credit; the last day is included (C2, A-41, A-42).
    /// </summary>
    public int CreditWindowDays { get; private set; }

    /// <summary>Lower end of the restocking fee band, inclusive, in percent of the price paid per unit (C3, rule 109).</summary>
    public decimal RestockingFeeMinPercent { get; private set; }

    /// <summary>Upper end of the restocking fee band, inclusive, in percent of the price paid per unit (C3, rule 109).</summary>
    public decimal RestockingFeeMaxPercent { get; private set; }

    /// <summary>Fee for an open box or for missing accessories, in percent .</summary>
    public decimal FeeOneTriggerPercent { get; private set; }

    /// <summary>Fee for an open box and missing accessories, in percent .</summary>
    public decimal FeeTwoTriggersPercent { get; private set; }

    /// <summary>
    /// Decimal places of a currency's minor unit, by ISO 4217 code: those of <see cref="Currencies"/>; a version's own entries take
    /// precedence, so that earlier decisions are decided the same again.
    /// </summary>
    public IReadOnlyDictionary<string, int> CurrencyMinorUnits { get; private set; } = new Dictionary<string, int>();

    // A version with its own currency entries has fees in these only.
    private IReadOnlyDictionary<string, int> _ownCurrencies = Currencies.MinorUnits;

    private void ReadAuthorization(SettingsSheet sheet)
    {
        EligibleRoles = sheet.Words("eligibleRoles");
        sheet.OneOf("accountIsCheckedOn", "decision-date");
        RmaValidityDays = sheet.Whole("rmaValidityDays", 1, 3650);
        ExpiryNoticeDay = sheet.Whole("expiryNoticeDay", 0, RmaValidityDays);
        sheet.OneOf("rmaValidityEndsWith", "first-dock-scan");
        LateScanGraceHours = sheet.Whole("lateScanGraceHours", 0, 720);
        sheet.Only("expiredNumberIsRevived", false);
        TicketRemedies = sheet.WordsOf("ticketRemedies", Remedies.WarrantyRepair, Remedies.PaidRepair);
        FreightCollectIsRefused = sheet.YesOrNo("freightCollectIsRefused");
        sheet.Only("illegibleMarkingIsRefused", true);
        UnknownNumberHoldHours = sheet.Whole("unknownNumberHoldHours", 0, 720);
        sheet.OneOf("unlistedUnitIs", "quarantined");
        sheet.Whole("openRemediesPerSerial", 1, 1);
        sheet.OneOf("dayShift", "none");
        OverridableCodes = sheet.Words("overridableCodes");
        OverrideMaxDays = sheet.Whole("overrideMaxDays", 1, 3650);
    }

    private void ReadCredit(SettingsSheet sheet)
    {
        CreditWindowDays = sheet.Whole("creditWindowDays", 1, 3650);
        sheet.OneOf("lateCreditReturnEarns", "nothing");
        sheet.Only("brokenSealIsOpenBox", true);
        RestockingFeeMinPercent = sheet.Number("restockingFeeMinPercent", 0m, 100m);
        RestockingFeeMaxPercent = sheet.Number("restockingFeeMaxPercent", RestockingFeeMinPercent, 100m);
        FeeOneTriggerPercent = sheet.Number("feeOneTriggerPercent", RestockingFeeMinPercent, RestockingFeeMaxPercent);
        FeeTwoTriggersPercent = sheet.Number("feeTwoTriggersPercent", FeeOneTriggerPercent, RestockingFeeMaxPercent);
        sheet.OneOf("damagedReturnIs", "referred");
        _ownCurrencies = sheet.Has("currencyMinorUnits") ? sheet.WholeByCurrency("currencyMinorUnits", 0, 4) : Currencies.MinorUnits;
        CurrencyMinorUnits = Currencies.MinorUnits.Concat(_ownCurrencies)
            .GroupBy(unit => unit.Key).ToDictionary(units => units.Key, units => units.Last().Value).AsReadOnly();
        sheet.OneOf("licencesAreJudged", "per-code-at-decision");
        sheet.OneOf("stockRotationTerms", "credit-clauses");
        sheet.Only("defectiveUnitMayComeForCredit", true);
    }
}
