using Rma.Contracts.Receiving;
using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Policy.Scanning;
using Rma.Receiving.Parcels;

namespace Rma.Receiving.ExpectedRmas;

// All events of an expected RMA stream. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of an expected RMA number.</summary>
public abstract record ExpectedRmaEvent
{
    private protected ExpectedRmaEvent() { }
}

/// <summary>A unit may arrive under this number (clause P2). A repeat before the arrival replaces the earlier data.</summary>
/// <param name="ValidThrough">Last day for the first dock scan, policy-local, inclusive (clause P4).</param>
/// <param name="ReasonCode">The reason code given by the requester.</param>
/// <param name="Defect">The defect as described by the requester.</param>
public sealed record ReturnExpected(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool HasDrive,
    ValueList<string> Accessories, DateTimeOffset IssuedAt, DateOnly ValidThrough, DateTimeOffset HeardAt, string? ReasonCode = null,
    string? Defect = null) : ExpectedRmaEvent;

/// <summary>A unit may no longer arrive, except in a parcel scanned before <paramref name="CalledOffAt"/>.</summary>
public sealed record ReturnCalledOff(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string Reason, DateTimeOffset CalledOffAt, DateTimeOffset HeardAt)
        : ExpectedRmaEvent;

/// <summary>A parcel marked with this number waits until the number is known.</summary>
public sealed record ParcelHeldForNumber(Guid ParcelId, DateTimeOffset ScannedAt, DateTimeOffset HeldAt) : ExpectedRmaEvent;

/// <summary>The unit of a line was received.</summary>
/// <param name="FoundBefore">True when the unit was scanned and quarantined before its line was known.</param>
public sealed record LineReceived(Guid ReturnId, UnitScan Scan, bool FoundBefore) : ExpectedRmaEvent;

/// <summary>A unit that no line lists was found in an accepted parcel (clauses P2, P3; A-51).</summary>
/// <param name="Kind">One of <see cref="UnlistedKinds"/>.</param>
public sealed record UnlistedUnitFound(UnitScan Scan, string Kind) : ExpectedRmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.P2, Policy.Clauses.P3];
}

/// <summary>A quarantined unit does not exist: its serial number was misread, as reported at the dock.</summary>
/// <param name="Scan">The withdrawn scan; its repeat changes nothing.</param>
public sealed record UnlistedUnitMisread(UnitScan Scan, string Reason, string UndoneBy, DateTimeOffset UndoneAt) : ExpectedRmaEvent;

/// <summary>One scanned unit.</summary>
/// <param name="ScanId">The device's own number of the scan.</param>
/// <param name="ArrivedAt">Dock scan of its parcel: the return date .</param>
/// <param name="SerialNumber">The serial number that was read; null when unreadable.</param>
/// <param name="InsteadOf">The listed serial number that was expected in its place, when the device sends one.</param>
/// <param name="ScannedAt">The authoritative time of the scan, by the platform's clock as far as it can be determined.</param>
/// <param name="RecordedAt">When the scan reached the platform.</param>
/// <param name="Raw">The text sent by the scanner; null in events from before it was stored, when it equals what was read.</param>
/// <param name="Gtin">Trade item number on the same label; null when it has none.</param>
/// <param name="PartNumber">The supplier's item on the same label; null when it has none.</param>
/// <param name="RawInsteadOf">What the scanner sent for <paramref name="InsteadOf"/>.</param>
/// <param name="Clock">How the time of the scan was determined; null when only the device's own time is known.</param>
public sealed record UnitScan(
    string ScanId, string Scanner, string Site, Guid ParcelId, DateTimeOffset ArrivedAt, string? SerialNumber, string? InsteadOf,
    DateTimeOffset ScannedAt, DateTimeOffset RecordedAt, string? Raw = null, string? Gtin = null, string? PartNumber = null,
    string? RawInsteadOf = null, ScanClock? Clock = null)
{
    /// <summary>Whether it is the same scan of the device, whatever its content.</summary>
    public bool IsSameScanAs(UnitScan other) => (Scanner, ScanId) == (other.Scanner, other.ScanId);

    /// <summary>Whether the content is the same, apart from the recording time.</summary>
    public bool SaysTheSameAs(UnitScan other) =>
        (ParcelId, Raw ?? SerialNumber, RawInsteadOf ?? InsteadOf, Clock?.DeviceScannedAt ?? ScannedAt)
        == (other.ParcelId, other.Raw ?? other.SerialNumber, other.RawInsteadOf ?? other.InsteadOf, other.Clock?.DeviceScannedAt
            ?? other.ScannedAt);

    /// <summary>The possible serial numbers, the text as it was sent first.</summary>
    [JsonIgnore]
    public ValueList<string> Readings => Raw is null ? [.. new[] { SerialNumber }.OfType<string>()] : SerialReading.Of(Raw).Readings;

    /// <summary>The id of this unit in quarantine: from its parcel and serial number, or its parcel and scan when unreadable.</summary>
    public Guid QuarantineId => NameBasedId.Of(
        SerialNumber is null ? $"quarantined/{ParcelId:D}/scan/{Scanner}/{ScanId}" : $"quarantined/{ParcelId:D}/serial/{SerialNumber}");
}
