namespace Rma.Contracts.Repair.V1;

/// <summary>The bench says whether a unit has the fault it was sent for (clauses T10, V1).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Exclusions">What the test found against the warranty, beside what the inspection found (W3–W5).</param>
public sealed record UnitTested(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, bool FaultFound, string Findings,
    string[] Exclusions, string TestedBy, DateTimeOffset TestedAt);
