namespace Rma.Contracts.Repair.V1;

/// <summary>A unit was sent back to its sender without repair.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Because"><c>no-credit</c>, <c>no-fault-found</c>, <c>excluded</c>, <c>quote-declined</c>, <c>withdrawn</c> or
/// <c>not-repairable</c>.</param>
/// <param name="DeclinedQuoteVersion">The quote that was declined (O3); null when none was.</param>
/// <param name="Diagnosed">Whether a diagnosis was made before it left: without one only shipping is charged .</param>
/// <param name="Freight">When the sender requested another service than ground.</param>
/// <param name="Covered">The repair would have been free, so nothing is charged on withdrawal (O3 applies to repairs that are not
/// covered).</param>
/// <param name="ShippedAt">When it was sent.</param>
public sealed record UnitReturnedUnrepaired(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, string Carrier,
    string TrackingNumber, DateTimeOffset ShippedAt, string? Because = null, int? DeclinedQuoteVersion = null, bool Diagnosed = false,
    OutboundFreight? Freight = null, bool Covered = false);
