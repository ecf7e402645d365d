namespace Rma.Contracts.Receiving.V1;

/// <summary>Command to the dock to stop expecting this unit.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="Reason"><c>cancelled</c>.</param>
/// <param name="At">Scans before this instant still count.</param>
public sealed record StopExpectingReturn(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string Reason, DateTimeOffset At);
