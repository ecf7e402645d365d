namespace Rma.Contracts.Issuance.V1;

/// <summary>
/// Scheduled by issuance to itself: the RMA number of this return expired. Ignored when state or business date show that it no longer
/// applies.
/// </summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
public sealed record ReturnDeadlineReached(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateOnly ValidThrough);
