using Rma.Issuance.Feed;
using Rma.Issuance.Units;

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
public sealed record InvoiceLineStated(string SerialNumber, UnitPurchaseRecorded Purchase, bool Withdrawn = false) : InvoiceLineEvent, IRevised
{
    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public int Revision => Purchase.Revision;
}
