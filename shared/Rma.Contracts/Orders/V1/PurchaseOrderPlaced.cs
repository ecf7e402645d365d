namespace Rma.Contracts.Orders.V1;

/// <summary>Published by the order system: a purchase order was placed. On an advance replacement it names the RMA number (clauses V5, V6).</summary>
/// <param name="Revision">1 for the first version of this fact, higher for each correction. The same revision again must say the same.</param>
/// <param name="RmaNumber">The number the order references; null when it references none.</param>
/// <param name="PlacedAt">When it was placed; it has to be after the number was issued.</param>
public sealed record PurchaseOrderPlaced(
    string PurchaseOrderId, int Revision, string AccountId, string? RmaNumber, PurchaseOrderLine[] Lines, DateTimeOffset PlacedAt);

/// <summary>One line of a purchase order.</summary>
/// <param name="NetPrice">Price per unit; it never matters for a credit (V3, A-38).</param>
public sealed record PurchaseOrderLine(int Line, string Sku, int Quantity, decimal NetPrice, string Currency);
