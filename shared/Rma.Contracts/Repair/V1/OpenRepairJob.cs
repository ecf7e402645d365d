namespace Rma.Contracts.Repair.V1;

/// <summary>Asks the bench to take a unit.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or licence code.</param>
/// <param name="Purpose"><c>release-to-stock</c>: a credited unit whose drive must be cleared before it leaves again; <c>return-unrepaired</c>: goes back to its sender.</param>
public sealed record OpenRepairJob(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    string Purpose, bool HasDrive, DateTimeOffset RequestedAt);
