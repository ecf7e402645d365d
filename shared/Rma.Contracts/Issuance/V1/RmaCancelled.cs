namespace Rma.Contracts.Issuance.V1;

/// <summary>An RMA was cancelled before its units arrived.</summary>
/// <param name="CancelledAt">When.</param>
public sealed record RmaCancelled(
    Guid RmaId, string RmaNumber, string AccountId, string Reason, DateTimeOffset CancelledAt);
