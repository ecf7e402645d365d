namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// A deadline of the platform's own: the RMA number of this return ran out. The state and the business date decide whether it means
/// anything.
/// </summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
public sealed record ReturnDeadlineReached(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateOnly ValidThrough);
