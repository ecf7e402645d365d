using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Policy.Scanning;
using Rma.Receiving.Parcels;

namespace Rma.Receiving.ExpectedRmas;

// Everything the stream of an RMA number can hold. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of what the dock may take under one RMA number.</summary>
public abstract record ExpectedRmaEvent
{
    private protected ExpectedRmaEvent() { }
}

/// <summary>A unit may come under this number (clause P2). Said again before the unit came, it replaces what was said before.</summary>
/// <param name="ValidThrough">Last day for the first dock scan, policy-local, inclusive (clause P4).</param>
/// <param name="ReasonCode">Why it comes back, in a word of the requester's choice.</param>
/// <param name="Defect">What is wrong with it, in the requester's words.</param>
public sealed record ReturnExpected(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku, bool HasDrive,
    ValueList<string> Accessories, DateTimeOffset IssuedAt, DateOnly ValidThrough, DateTimeOffset HeardAt, string? ReasonCode = null,
    string? Defect = null) : ExpectedRmaEvent;

/// <summary>A unit may not come any more, except in a parcel scanned before <paramref name="CalledOffAt"/>.</summary>
public sealed record ReturnCalledOff(
    Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string Reason, DateTimeOffset CalledOffAt, DateTimeOffset HeardAt)
        : ExpectedRmaEvent;

/// <summary>A parcel marked with this number waits for news of it.</summary>
public sealed record ParcelHeldForNumber(Guid ParcelId, DateTimeOffset ScannedAt, DateTimeOffset HeldAt) : ExpectedRmaEvent;

/// <summary>The unit of a line is in the house.</summary>
/// <param name="FoundBefore">True when the unit was scanned and quarantined before the dock was told of its line.</param>
public sealed record LineReceived(Guid ReturnId, UnitScan Scan, bool FoundBefore) : ExpectedRmaEvent;

/// <summary>A unit that no line lists was found in an accepted parcel (clauses P2, P3; A-51).</summary>
/// <param name="Kind">One of <see cref="UnlistedKinds"/>.</param>
public sealed record UnlistedUnitFound(UnitScan Scan, string Kind) : ExpectedRmaEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.P2, Policy.Clauses.P3];
}

/// <summary>A unit put aside never was: its serial number was misread, and somebody at the carton said so.</summary>
/// <param name="Scan">The scan that is taken back; its repeat changes nothing.</param>
public sealed record UnlistedUnitMisread(UnitScan Scan, string Reason, string UndoneBy, DateTimeOffset UndoneAt) : ExpectedRmaEvent;

/// <summary>One unit held under the scanner.</summary>
/// <param name="ScanId">The device's own number of the scan.</param>
/// <param name="ArrivedAt">Dock scan of its parcel: the return date .</param>
/// <param name="SerialNumber">The serial number that was read; null when none can be.</param>
/// <param name="InsteadOf">The listed serial number in whose place it lay, when the scanner says so.</param>
/// <param name="ScannedAt">When it was scanned, which counts; by the platform's clock, as far as it can be told.</param>
/// <param name="RecordedAt">When the scan reached the platform.</param>
/// <param name="Raw">What the scanner sent; null in what was stored before it was kept, when it is what was read.</param>
/// <param name="Gtin">Trade item number on the same label; null when it has none.</param>
/// <param name="PartNumber">The supplier's item on the same label; null when it has none.</param>
/// <param name="RawInsteadOf">What the scanner sent for <paramref name="InsteadOf"/>.</param>
/// <param name="Clock">How the time of the scan was found; null when only the device's own time is known.</param>
public sealed record UnitScan(
    string ScanId, string Scanner, string Site, Guid ParcelId, DateTimeOffset ArrivedAt, string? SerialNumber, string? InsteadOf,
    DateTimeOffset ScannedAt, DateTimeOffset RecordedAt, string? Raw = null, string? Gtin = null, string? PartNumber = null,
    string? RawInsteadOf = null, ScanClock? Clock = null)
{
    /// <summary>Whether it is the device's same scan, whatever it says.</summary>
    public bool IsSameScanAs(UnitScan other) => (Scanner, ScanId) == (other.Scanner, other.ScanId);

    /// <summary>Whether it says the same; when it arrived here does not matter.</summary>
    public bool SaysTheSameAs(UnitScan other) =>
        (ParcelId, Raw ?? SerialNumber, RawInsteadOf ?? InsteadOf, Clock?.DeviceScannedAt ?? ScannedAt)
        == (other.ParcelId, other.Raw ?? other.SerialNumber, other.RawInsteadOf ?? other.InsteadOf, other.Clock?.DeviceScannedAt
            ?? other.ScannedAt);

    /// <summary>The serial numbers that may be meant, the text as it was sent first.</summary>
    [JsonIgnore]
    public ValueList<string> Readings => Raw is null ? [.. new[] { SerialNumber }.OfType<string>()] : SerialReading.Of(Raw).Readings;

    /// <summary>The id of this unit in quarantine: its parcel and serial number, or its parcel and scan when nothing can be read.</summary>
    public Guid QuarantineId => NameBasedId.Of(
        SerialNumber is null ? $"quarantined/{ParcelId:D}/scan/{Scanner}/{ScanId}" : $"quarantined/{ParcelId:D}/serial/{SerialNumber}");
}

/// <summary>Why a unit is put aside; public and stable.</summary>
internal static class UnlistedKinds
{
    /// <summary>No line lists it.</summary>
    public const string Surplus = "surplus";
    /// <summary>It lay in the place of a listed unit that has not come.</summary>
    public const string Swapped = "swapped";
    /// <summary>Its serial number cannot be read.</summary>
    public const string Unreadable = "unreadable";
    /// <summary>It never was: the scan was taken back.</summary>
    public const string Misread = "misread";
}
