namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// A fact on which credits are based was changed: an invoice line, an order line or the like was withdrawn, moved or corrected. Credits
/// paid on it have to be reviewed.
/// </summary>
/// <param name="Basis"><c>invoice-line</c> or <c>order-line</c>.</param>
/// <param name="DocumentId">The invoice or purchase order.</param>
/// <param name="DocumentLine">Its line.</param>
/// <param name="Revision">The revision of the change.</param>
/// <param name="StandsFor">
/// Of an invoice line: the serial number or code it belongs to now, null when withdrawn. Of an order line: null.
/// </param>
/// <param name="Quantity">Of an order line: how many it orders now, 0 when it is no more; null of an invoice line.</param>
/// <param name="NetPrice">Of an invoice line: the price it states now; null when withdrawn, or of an order line.</param>
public sealed record CreditBasisChanged(
    string Basis, string DocumentId, int DocumentLine, int Revision, string? StandsFor, int? Quantity, decimal? NetPrice,
    DateTimeOffset ChangedAt);
