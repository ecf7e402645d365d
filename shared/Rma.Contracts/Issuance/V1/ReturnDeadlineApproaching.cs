namespace Rma.Contracts.Issuance.V1;

/// <summary>Scheduled by issuance to itself: the number of a return that has not arrived is about to expire (clause P4, A-37).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="ValidThrough">Last valid day, policy-local.</param>
public sealed record ReturnDeadlineApproaching(Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateOnly ValidThrough);
