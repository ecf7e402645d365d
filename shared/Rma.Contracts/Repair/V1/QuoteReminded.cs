namespace Rma.Contracts.Repair.V1;

/// <summary>
/// A quote is still unanswered: the requester is reminded, or the desk is notified. Silence is neither approval nor refusal.
/// </summary>
/// <param name="ReturnId">One returned line; derived from RMA number and line.</param>
/// <param name="SerialNumber">Serial number of the returned unit.</param>
/// <param name="Escalated">True when a person has to contact the requester.</param>
/// <param name="Link">Where its reader answers it.</param>
/// <param name="QuotedAt">When it was quoted.</param>
/// <param name="RemindedAt">When its reader was reminded.</param>
public sealed record QuoteReminded(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string SerialNumber, int QuoteVersion, decimal Amount,
    string Currency, string Link, bool Escalated, DateTimeOffset QuotedAt, DateTimeOffset RemindedAt);
