namespace Rma.Contracts.Issuance.V1;

/// <summary>The RMA of this return was cancelled by the returns desk or its requester.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
public sealed record ReturnWithdrawn(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, DateTimeOffset WithdrawnAt, string Reason);
