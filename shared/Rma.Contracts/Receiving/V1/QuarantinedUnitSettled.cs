namespace Rma.Contracts.Receiving.V1;

/// <summary>A quarantined unit was released to its sender or scrapped, or never existed because it was misread.</summary>
/// <param name="QuarantineId">The unit in quarantine.</param>
/// <param name="SerialNumber">Serial number; empty when it has none to read.</param>
/// <param name="Outcome"><c>released</c>, <c>scrapped</c> or <c>misread</c>.</param>
/// <param name="SettledAt">When.</param>
public sealed record QuarantinedUnitSettled(
    Guid QuarantineId, Guid RmaId, string RmaNumber, string SerialNumber, string Outcome, string Reason, DateTimeOffset SettledAt);
