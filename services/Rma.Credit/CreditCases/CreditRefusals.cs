namespace Rma.Credit.CreditCases;

/// <summary>Codes that routes of credit cases have in common.</summary>
internal static class CreditRefusals
{
    /// <summary>The policy does not allow a grant: the code of its decision.</summary>
    public static readonly string[] Denials =
    [
        "credit.arrived-before-invoice", "credit.arrived-before-issue", "credit.damaged", "credit.earlier-credit", "credit.excluded",
        "credit.facts-missing", "credit.licence-activated", "credit.line-credited-elsewhere", "credit.no-fault-found",
        "credit.no-rma-number", "credit.not-inspected", "credit.not-tested", "credit.nothing-due", "credit.over-price-paid",
        "credit.remedy-never-credits", "credit.replacement-item", "credit.replacement-late", "credit.replacement-not-ordered",
        "credit.replacement-not-received", "credit.replacement-order-early", "credit.replacement-order-late",
        "credit.replacement-unreferenced", "credit.replacement-used-up", "credit.serial-label", "credit.window-closed",
        "invoice.facts-missing",
    ];
}
