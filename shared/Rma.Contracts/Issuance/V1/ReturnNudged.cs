namespace Rma.Contracts.Issuance.V1;

/// <summary>Sent by issuance to itself: an operator retries a stuck return, which repeats its last request.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="By">The operator.</param>
public sealed record ReturnNudged(Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string By, string Reason);
