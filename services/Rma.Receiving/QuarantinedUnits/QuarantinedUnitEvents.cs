namespace Rma.Receiving.QuarantinedUnits;

// All events of a quarantined unit stream. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of a quarantined unit.</summary>
public abstract record QuarantinedUnitEvent
{
    private protected QuarantinedUnitEvent() { }
}

/// <summary>
/// A unit that its number does not list was quarantined: neither credited nor repaired until it is authorized (clauses P2, P3; E08).
/// </summary>
/// <param name="SerialNumber">Null when unreadable.</param>
/// <param name="Kind"><c>surplus</c>, <c>swapped</c> or <c>unreadable</c>.</param>
/// <param name="InsteadOf">The listed serial number in whose place it was found, when the device sent one.</param>
/// <param name="Raw">The text sent by the scanner; null in events from before it was stored.</param>
/// <param name="Gtin">Trade item number on its label.</param>
/// <param name="PartNumber">The supplier's item on its label.</param>
public sealed record UnexpectedUnitQuarantined(
    Guid QuarantineId, Guid ParcelId, Guid RmaId, string RmaNumber, string? SerialNumber, string Kind, string? InsteadOf, string Site,
    string Scanner, DateTimeOffset ScannedAt, DateTimeOffset RecordedAt, string? Raw = null, string? Gtin = null, string? PartNumber = null)
    : QuarantinedUnitEvent, EventSourcing.ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.P2, Policy.Clauses.P3];
}

/// <summary>The unit was listed after all; the message about its line was late. It has been received.</summary>
public sealed record QuarantineLifted(Guid ReturnId) : QuarantinedUnitEvent;

/// <summary>
/// The quarantine ended: released to the sender or scrapped, finally. Or the unit never existed, because its serial number was misread; a
/// unit with that number that is really found later is quarantined again.
/// </summary>
/// <param name="Outcome"><c>released</c>, <c>scrapped</c> or <c>misread</c>.</param>
/// <param name="TrackingNumber">Of the parcel it left in; null unless it was released.</param>
public sealed record QuarantinedUnitSettled(
    string Outcome, string Reason, string? TrackingNumber, string SettledBy, DateTimeOffset SettledAt) : QuarantinedUnitEvent;
