namespace Rma.Contracts.Repair.V1;

/// <summary>Another unit was sent instead of the returned one (clauses W8, W9, T9).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Kind"><c>refurbished-swap</c>: the original's warranty end is copied (W9); <c>stock-replacement</c>: its own shipment
/// starts its own period .</param>
/// <param name="Grade">Of the replacement; <c>sellable</c> for a stock replacement.</param>
/// <param name="ReplacementSerialNumber">The serial number of the unit that is sent instead.</param>
/// <param name="Freight">How it is sent when that is not ground; null: ground.</param>
/// <param name="ShippedAt">When it was sent.</param>
public sealed record UnitReplaced(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, string ReplacementSerialNumber,
    string Kind, string Grade, string Carrier, string TrackingNumber, OutboundFreight? Freight, DateTimeOffset ShippedAt);
