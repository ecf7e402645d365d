using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.InvoiceLines;

/// <summary>What an invoice line tells the others: whoever paid on it learns that it stands otherwise now.</summary>
internal static class InvoiceLineIntegrationEvents
{
    public static IEnumerable<object> Of(InvoiceLine line, InvoiceLineEvent @event) => (line, @event) switch
    {
        // A statement that was overtaken changes nothing; a first one is no change.
        // Pieces are credited one by one, each under its own name.
        (InvoiceLine.Known { Latest.Quantity: not null }, _) => [],
        (InvoiceLine.Known { Statements.Count: > 1, Latest: var latest }, InvoiceLineStated stated) when latest == stated =>
            [new V1.CreditBasisChanged(
            "invoice-line", stated.Purchase.InvoiceId, stated.Purchase.InvoiceLine, stated.Revision, line.Standing?.SerialNumber, null,
            line.Standing?.Purchase.NetPrice, stated.Purchase.RecordedAt)],
        _ => [],
    };
}
