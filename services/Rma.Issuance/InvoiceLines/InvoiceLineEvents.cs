using Rma.Issuance.Feed;
using Rma.Issuance.Units;
using Rma.Policy;

namespace Rma.Issuance.InvoiceLines;

// Everything the stream of an invoice line can hold. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of an invoice line.</summary>
public abstract record InvoiceLineEvent
{
    private protected InvoiceLineEvent() { }
}

/// <summary>The order system said to which serial number or licence code a line belongs, and what was paid on it.</summary>
/// <param name="SerialNumber">The one it belongs to; where it is withdrawn, the one it belonged to.</param>
/// <param name="Purchase">What was paid.</param>
/// <param name="Withdrawn">The line never was, or is no more.</param>
/// <param name="Quantity">Of a product without serial numbers: how many pieces it sells; its serial number is empty then.</param>
public sealed record InvoiceLineStated(string SerialNumber, UnitPurchaseRecorded Purchase, bool Withdrawn = false, int? Quantity = null)
    : InvoiceLineEvent, IRevised
{
    /// <summary>What it sells: one serial number or code, or its pieces.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Items => Quantity is { } quantity
        ? Enumerable.Range(1, quantity).Select(number => Pieces.Of(Purchase.InvoiceId, Purchase.InvoiceLine, number)) : [SerialNumber];

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public int Revision => Purchase.Revision;
}
