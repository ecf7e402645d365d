namespace Rma.Contracts.Receiving.V1;

/// <summary>The findings of an inspection. Facts, not conclusions (clause C4).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Condition">What was seen.</param>
/// <param name="InspectedBy">Who inspected it.</param>
/// <param name="InspectedAt">When.</param>
public sealed record InspectionCompleted(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, UnitCondition Condition, string InspectedBy,
    DateTimeOffset InspectedAt);
