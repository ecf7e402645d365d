namespace Rma.Receiving.QuarantinedUnits;

// Everything the stream of a quarantined unit can hold. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of a unit that was put aside.</summary>
public abstract record QuarantinedUnitEvent
{
    private protected QuarantinedUnitEvent() { }
}

/// <summary>
/// A unit that its number does not list was put aside: neither credited nor repaired until it is authorized (clauses P2, P3; E08).
/// </summary>
/// <param name="SerialNumber">Null when it cannot be read.</param>
/// <param name="Kind"><c>surplus</c>, <c>swapped</c> or <c>unreadable</c>.</param>
/// <param name="InsteadOf">The listed serial number in whose place it lay, when the scanner said so.</param>
/// <param name="Raw">What the scanner sent; null in what was stored before it was kept.</param>
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
/// It found its end: back to its sender, or scrapped, and nothing else ever happens to it. Or it never was, because its serial number was
/// misread; a unit of that number that is really found later is put aside again.
/// </summary>
/// <param name="Outcome"><c>released</c>, <c>scrapped</c> or <c>misread</c>.</param>
/// <param name="TrackingNumber">Of the parcel it left in; null unless it was released.</param>
public sealed record QuarantinedUnitSettled(
    string Outcome, string Reason, string? TrackingNumber, string SettledBy, DateTimeOffset SettledAt) : QuarantinedUnitEvent;
