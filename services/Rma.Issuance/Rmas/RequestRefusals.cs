namespace Rma.Issuance.Rmas;

/// <summary>Codes that the routes of a request have in common.</summary>
internal static class RequestRefusals
{
    /// <summary>The request is wrong in itself.</summary>
    public static readonly string[] Malformed =
    [
        "rma.account-missing", "rma.country-malformed", "rma.defect-too-long", "rma.detail-malformed", "rma.email-malformed",
        "rma.item-malformed", "rma.item-repeated", "rma.items-out-of-range", "rma.other-account", "rma.quantity-malformed",
        "rma.reason-unknown", "rma.remedy-missing", "rma.ship-from-incomplete",
    ];

    /// <summary>The policy denies: the code of its decision.</summary>
    public static readonly string[] Denials =
    [
        "invoice.facts-missing", "line.already-credited", "line.defect-not-reported", "line.facts-missing", "line.licence-activated",
        "line.no-serial-number", "line.nothing-to-repair", "line.nothing-to-replace", "line.otc-shipped-too-early",
        "line.otc-window-closed", "line.outside-warranty", "line.repair-for-another", "line.replaced", "line.replacement-window-closed",
        "line.requested-before-invoice", "line.sold-to-another", "line.window-closed", "line.within-warranty",
        "otc.exchange-after-request", "otc.exchanged-before-shipment", "otc.not-exchanged", "otc.not-validated", "otc.other-item",
        "otc.validated-late", "rma.account-not-authorized", "rma.account-unknown", "rma.no-eligible-item", "rma.otc-role-not-eligible",
        "rma.remedy-not-offered", "rma.replacement-role-not-eligible", "rma.role-not-eligible", "rma.ticket-not-enough",
    ];
}
