namespace Rma.Contracts.Issuance.V1;

/// <summary>A line of an RMA has come to its end, with its outcome.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="Outcome">As in <see cref="ReturnClosed"/>.</param>
/// <param name="ClosedAt">When it ended.</param>
public sealed record LineClosed(Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string Outcome, DateTimeOffset ClosedAt);
