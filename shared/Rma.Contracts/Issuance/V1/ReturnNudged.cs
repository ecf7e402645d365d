namespace Rma.Contracts.Issuance.V1;

/// <summary>Told by ourselves: an operator lets a return that has waited too long ask its question once more.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="By">The operator.</param>
public sealed record ReturnNudged(Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string By, string Reason);
