using Rma.Issuance.Feed;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.InvoiceLines;

// All events of an invoice line stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an invoice line.</summary>
public abstract record InvoiceLineEvent
{
    private protected InvoiceLineEvent() { }
}

/// <summary>The order system stated to which serial number or license code a line belongs, and the price paid.</summary>
/// <param name="SerialNumber">The serial number it belongs to; when withdrawn, the one it belonged to.</param>
/// <param name="Purchase">The price paid.</param>
/// <param name="Withdrawn">The line was entered in error or cancelled.</param>
/// <param name="Quantity">For a product without serial numbers: the number of pieces; the serial number is empty then.</param>
public sealed record InvoiceLineStated(string SerialNumber, UnitPurchaseRecorded Purchase, bool Withdrawn = false, int? Quantity = null)
    : InvoiceLineEvent, IRevised
{
    /// <summary>The items of the line: one serial number or code, or its pieces.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Items => Quantity is { } quantity
        ? Enumerable.Range(1, quantity).Select(number => Pieces.Of(Purchase.InvoiceId, Purchase.InvoiceLine, number)) : [SerialNumber];

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public int Revision => Purchase.Revision;
}
