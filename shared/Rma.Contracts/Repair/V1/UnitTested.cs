namespace Rma.Contracts.Repair.V1;

/// <summary>The result of testing a unit for the claimed fault (clauses T10, V1).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Exclusions">Exclusions found by the test, besides those of the inspection (W3–W5).</param>
/// <param name="FaultFound">Whether there is a fault.</param>
/// <param name="Findings">What was found, in words.</param>
/// <param name="TestedBy">Who tested it.</param>
/// <param name="TestedAt">When.</param>
public sealed record UnitTested(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, bool FaultFound, string Findings,
    string[] Exclusions, string TestedBy, DateTimeOffset TestedAt);
