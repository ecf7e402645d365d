namespace Rma.Contracts.Issuance.V1;

/// <summary>The order of an advance replacement was recorded or corrected while its return is open (clauses V5, V6).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="PlacedAt">When the order was placed.</param>
/// <param name="RecordedAt">When issuance heard of it.</param>
public sealed record ReplacementOrdered(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string PurchaseOrderId, string? Sku, DateTimeOffset PlacedAt,
    DateTimeOffset RecordedAt);
