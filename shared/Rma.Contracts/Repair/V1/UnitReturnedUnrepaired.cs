namespace Rma.Contracts.Repair.V1;

/// <summary>A unit left for its sender without repair.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
public sealed record UnitReturnedUnrepaired(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, string Carrier,
    string TrackingNumber, DateTimeOffset ShippedAt);
