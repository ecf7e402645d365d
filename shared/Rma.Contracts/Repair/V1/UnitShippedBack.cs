namespace Rma.Contracts.Repair.V1;

/// <summary>A repaired unit, or one without a fault, was sent back to its sender.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Outcome"><c>repaired</c> or <c>no-fault-found</c>.</param>
/// <param name="QuoteVersion">The approved quote; null for a free repair.</param>
/// <param name="QuoteAmount">Its amount, without tax.</param>
/// <param name="Freight">When the sender requested another service than ground.</param>
/// <param name="Covered">Whether the repair was covered by the warranty.</param>
/// <param name="ShippedAt">When it was sent.</param>
public sealed record UnitShippedBack(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, string Outcome, bool Covered,
    int? QuoteVersion, decimal? QuoteAmount, string? Currency, string Carrier, string TrackingNumber, OutboundFreight? Freight,
    DateTimeOffset ShippedAt);
