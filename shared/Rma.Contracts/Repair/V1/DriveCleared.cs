namespace Rma.Contracts.Repair.V1;

/// <summary>The drive of a unit was checked and reformatted, or found absent (clause D1).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Absent">There was no drive in it.</param>
/// <param name="ClearedAt">When nothing was on it any more.</param>
public sealed record DriveCleared(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, bool Absent,
    DateTimeOffset ClearedAt);
