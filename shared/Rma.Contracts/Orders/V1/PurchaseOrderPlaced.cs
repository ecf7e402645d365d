namespace Rma.Contracts.Orders.V1;

/// <summary>
/// Published by the order system: a purchase order was placed. On an advance replacement it names the RMA number (clauses V5, V6).
/// </summary>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. Repeats of a revision have the
/// same content.</param>
/// <param name="RmaNumber">The number the order references; null when it references none.</param>
/// <param name="PlacedAt">When it was placed; it has to be after the number was issued.</param>
/// <param name="RmaNumbers">More numbers the order references; a line that names its own number covers that one only.</param>
/// <param name="Cancelled">True: the order was cancelled.</param>
/// <param name="Withdrawn">True: the order was entered in error. A higher revision without it restores it.</param>
/// <param name="PurchaseOrderId">The order system's number of the order; the key of the fact.</param>
/// <param name="AccountId">The buyer.</param>
/// <param name="Lines">What is ordered, 1 to 500 lines with different numbers.</param>
public sealed record PurchaseOrderPlaced(
    string PurchaseOrderId, int Revision, string AccountId, string? RmaNumber, PurchaseOrderLine[] Lines, DateTimeOffset PlacedAt,
    string[]? RmaNumbers = null, bool? Cancelled = null, bool? Withdrawn = null);

/// <summary>One line of a purchase order.</summary>
/// <param name="Quantity">The ordered quantity, which is the maximum number of returned units it covers (V6).</param>
/// <param name="NetPrice">Price per unit; it never matters for a credit (V3, A-38).</param>
/// <param name="RmaNumber">The number this line is for; null: for any number of the order.</param>
/// <param name="Line">The line of the order, from 1.</param>
/// <param name="Sku">The product system's number of what is ordered.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record PurchaseOrderLine(int Line, string Sku, int Quantity, decimal NetPrice, string Currency, string? RmaNumber = null);
