namespace Rma.Contracts.Repair.V1;

/// <summary>A credited unit may be sold again.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="ReleasedAt">When.</param>
public sealed record UnitReleasedToStock(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, DateTimeOffset ReleasedAt);
