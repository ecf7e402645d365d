namespace Rma.Contracts.Repair.V1;

/// <summary>A paid repair of an expired unit grants six calendar months of warranty from the day it shipped back (clause O2).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Through">Last covered day, policy-local, inclusive.</param>
/// <param name="From">The first day of it.</param>
/// <param name="GrantedAt">When it was granted.</param>
public sealed record RepairWarrantyGranted(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, DateOnly From, DateOnly Through,
    DateTimeOffset GrantedAt, string PolicyVersion, string[] Clauses);
