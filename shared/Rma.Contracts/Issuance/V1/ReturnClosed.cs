namespace Rma.Contracts.Issuance.V1;

/// <summary>A return has ended.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="Outcome"><c>credited</c>, <c>denied</c>, <c>returned-unrepaired</c>, <c>expired</c>, <c>cancelled</c>,
/// <c>repaired</c>, <c>replaced</c>, <c>exchanged</c>, <c>no-fault-found</c>, <c>nothing-due</c>.</param>
/// <param name="CreditId">The credit of the return; null when there is none or it is unknown.</param>
/// <param name="ChargeId">The charge likewise.</param>
/// <param name="ClosedAt">When it ended.</param>
public sealed record ReturnClosed(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string Outcome,
    DateTimeOffset ClosedAt, Guid? CreditId = null, Guid? ChargeId = null);
