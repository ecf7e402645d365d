namespace Rma.Contracts.Issuance.V1;

/// <summary>A deadline of issuance's own: the number of a return that has not come is about to expire (clause P4, A-37).</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="ValidThrough">Last good day, policy-local.</param>
public sealed record ReturnDeadlineApproaching(Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateOnly ValidThrough);
