namespace Rma.Policy;

public sealed partial class PolicySettings
{
    /// <summary>Remedies that are barred by an exclusion or a void warranty, which are no defect (W3–W5, A-14).</summary>
    public IReadOnlyList<string> ExclusionsReach { get; private set; } = [];

    /// <summary>Grades of refurbished units, best first; a swap is of at least the original's grade (W8, A-18).</summary>
    public IReadOnlyList<string> RefurbishedGrades { get; private set; } = [];

    /// <summary>
    /// Whether the whole cost of another shipping service is charged instead of what exceeds the ground rate (W11, A-19).
    /// </summary>
    public bool FreightDeviationIsChargedInFull { get; private set; }

    /// <summary>The service paid by the manufacturer (W10).</summary>
    public string GroundService { get; private set; } = "";

    /// <summary>Days after which the requester is reminded of an unanswered quote (O1, A-20).</summary>
    public int QuoteReminderDays { get; private set; }

    /// <summary>Days after which an unanswered quote goes to a person; never an approval (O1, A-20).</summary>
    public int QuoteEscalationDays { get; private set; }

    /// <summary>Calendar months of warranty that a paid repair of an expired unit grants (O2, A-21).</summary>
    public int RepairWarrantyMonths { get; private set; }

    /// <summary>Fee for a diagnosis whose quote was declined, in major units by ISO 4217 code (O3, A-22).</summary>
    public IReadOnlyDictionary<string, decimal> DiagnosisFee { get; private set; } = new Dictionary<string, decimal>();

    /// <summary>Fee for sending a unit back whose quote was declined, in major units by ISO 4217 code (O3, A-22).</summary>
    public IReadOnlyDictionary<string, decimal> ReturnShippingFee { get; private set; } = new Dictionary<string, decimal>();

    private void ReadWarranty(SettingsSheet sheet)
    {
        sheet.OneOf("unknownProductIs", "referred");
        sheet.OneOf("warrantyRowInForceOn", "shipment");
        sheet.OneOf("coverageIsTestedOn", "rma-issue");
        sheet.OneOf("warrantyEndsOn", "same-calendar-day");
        sheet.OneOf("missingShipDateIs", "referred");
        sheet.OneOf("openedMeans", "enclosure");
        ExclusionsReach = sheet.WordsOf("exclusionsReach",
            Remedies.WarrantyRepair, Remedies.OtcExchange, Remedies.AdvanceReplacement, "repair-extension");
        sheet.Only("otherExclusionNeedsSecondApprover", true);
        sheet.Only("excludedRepairNeedsQuote", true);
        sheet.Only("uncoveredUnitIsSwapped", false);
        RefurbishedGrades = sheet.Words("refurbishedGrades");
        FreightDeviationIsChargedInFull = sheet.OneOf("freightDeviationIsCharged", "difference", "full") == "full";
        GroundService = sheet.Word("groundService");
        sheet.OneOf("noFaultFoundFreightIsPaidBy", "maker");
        sheet.OneOf("liabilityCapIsPer", "serial");
        sheet.OneOf("driveIsClearedFor", "any-drive-leaving");
    }

    private void ReadPaidRepair(SettingsSheet sheet)
    {
        sheet.OneOf("silenceOnQuoteIs", "nothing");
        QuoteReminderDays = sheet.Whole("quoteReminderDays", 1, 365);
        QuoteEscalationDays = sheet.Whole("quoteEscalationDays", QuoteReminderDays, 365);
        sheet.Only("quoteIncludesParts", true);
        RepairWarrantyMonths = sheet.Whole("repairWarrantyMonths", 0, 120);
        sheet.OneOf("repairWarrantyStartsWith", "ship-back");
        sheet.Only("repairWarrantyNeedsExpiredUnit", true);
        DiagnosisFee = sheet.AmountByCurrency("diagnosisFee", _ownCurrencies);
        ReturnShippingFee = sheet.AmountByCurrency("returnShippingFee", _ownCurrencies);
        sheet.OneOf("withdrawalBeforeDiagnosisCosts", "shipping");
    }
}
