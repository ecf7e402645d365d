namespace Rma.Contracts.Repair.V1;

/// <summary>Command to the bench to open a repair job.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Purpose">
/// <c>release-to-stock</c>: a credited unit whose drive must be cleared before it leaves again; <c>return-unrepaired</c>: goes back to its
/// sender;
/// <c>test</c>: is there a fault (T10, A-36)? <c>repair</c>: diagnosis, repair or swap, and the way back; <c>replace-stock</c>: a sellable
/// unit goes to the distributor for the exchanged one (T9).
/// </param>
/// <param name="Remedy">The remedy of the return; null for the two oldest purposes.</param>
/// <param name="Coverage">For <c>repair</c>: coverage as fixed on the issue date.</param>
/// <param name="Exclusions">
/// Warranty exclusions found by the inspection: the codes of <see cref="Receiving.V1.UnitCondition.Exclusions"/> and <c>opened</c>,
/// <c>serial-missing</c>, <c>serial-altered</c>, <c>serial-unreadable</c>.
/// </param>
/// <param name="Grade">Recorded grade of the unit; a swap is of at least this grade (W8, A-18).</param>
/// <param name="Currency">Of the invoice; quotes and fees are in it. Null when no invoice is known.</param>
/// <param name="Because">Why the unit is sent back: <c>no-credit</c>, <c>no-fault-found</c> or <c>excluded</c>; null for other
/// purposes.</param>
/// <param name="ReasonCode">The requester's reason code from a closed list; null when none was given.</param>
/// <param name="Defect">The defect as described by the requester; null when not given.</param>
public sealed record OpenRepairJob(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    string Purpose, bool HasDrive, DateTimeOffset RequestedAt, string? Remedy = null, Issuance.V1.WarrantyCoverage? Coverage = null,
    string[]? Exclusions = null, string? Grade = null, string? Currency = null, string? Because = null,
    string? ReasonCode = null, string? Defect = null);
