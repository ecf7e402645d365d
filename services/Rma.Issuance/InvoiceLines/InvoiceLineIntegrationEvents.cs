using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.InvoiceLines;

/// <summary>Integration events of an invoice line: credits paid on it must be checked after a correction.</summary>
internal static class InvoiceLineIntegrationEvents
{
    public static IEnumerable<object> Of(InvoiceLine line, InvoiceLineEvent @event) => (line, @event) switch
    {
        // A statement with an older revision changes nothing, and a first one is no correction. Pieces are credited one by one, each under
        // its own key.
        (InvoiceLine.Known { Latest.Quantity: not null }, _) => [],
        (InvoiceLine.Known { Statements.Count: > 1, Latest: var latest }, InvoiceLineStated stated) when latest == stated =>
            [new V1.CreditBasisChanged(
            "invoice-line", stated.Purchase.InvoiceId, stated.Purchase.InvoiceLine, stated.Revision, line.Standing?.SerialNumber, null,
            line.Standing?.Purchase.NetPrice, stated.Purchase.RecordedAt)],
        _ => [],
    };
}
