namespace Rma.Contracts.Receiving.V1;

/// <summary>An expected unit was received.</summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number, or license code.</param>
/// <param name="ArrivedAt">Dock scan of its carton: the return date (clause C2).</param>
/// <param name="ReceivedAt">Scan of the unit itself.</param>
public sealed record UnitReceived(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, Guid ParcelId, DateTimeOffset ArrivedAt,
    DateTimeOffset ReceivedAt);
