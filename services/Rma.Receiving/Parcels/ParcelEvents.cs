using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;
using Rma.Policy.Scanning;

namespace Rma.Receiving.Parcels;

// All events of a parcel stream. Stored names are pinned in ReceivingService: change one only with a mapping.

/// <summary>An event of a parcel at the dock. Each has the explained decision it is based on.</summary>
public abstract record ParcelEvent : ICiteClauses
{
    private protected ParcelEvent(Decision decision) => Decision = decision;

    /// <summary>The decision: reason, clauses, facts, and what would change it.</summary>
    public Decision Decision { get; }

    /// <inheritdoc />
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;
}

/// <summary>The parcel was accepted, at once or after a hold.</summary>
public sealed record ParcelAccepted(
    ParcelScan Scan, Guid RmaId, string RmaNumber, Decision Decision, DateTimeOffset DecidedAt, DockFacts? Facts = null)
    : ParcelEvent(Decision), IDecided
{
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>The parcel was refused; final for this delivery (A-06, rule 19).</summary>
/// <param name="RmaId">Null when no issued number was read.</param>
/// <param name="Code">One of <see cref="ParcelRefusals"/>.</param>
public sealed record ParcelRefused(
    ParcelScan Scan, Guid? RmaId, string Code, Decision Decision, DateTimeOffset DecidedAt, DockFacts? Facts = null)
    : ParcelEvent(Decision), IDecided
{
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>The number is valid but not known at the dock yet, or the time of the scan is implausible: the parcel is held.</summary>
/// <param name="HeldUntil">End of the wait for an unknown number; waiting for a person has no end.</param>
/// <param name="Code"><see cref="ParcelRefusals.TimeImplausible"/> when it waits for a person; null when it waits for its number.</param>
public sealed record ParcelHeld(
    ParcelScan Scan, string RmaNumber, DateTimeOffset HeldUntil, Decision Decision, DockFacts? Facts = null, string? Code = null)
    : ParcelEvent(Decision), IDecided
{
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Facts, Decision);
}

/// <summary>Photos were taken of it after its scan; the decision stays as it is.</summary>
/// <param name="Photos">SHA-256 of each new photo, sorted.</param>
/// <param name="Decision">The parcel's decision, for which they are evidence.</param>
public sealed record ParcelPhotographed(
    Guid ParcelId, ValueList<string> Photos, string Scanner, DateTimeOffset PhotographedAt, Decision Decision) : ParcelEvent(Decision);

/// <summary>The first dock scan of one carton; each carton is judged by itself .</summary>
/// <param name="ScanId">The device's own number of the scan.</param>
/// <param name="Marking">What was read from the outside, as read; null when there is none.</param>
/// <param name="ScannedAt">The authoritative time of the scan (A-03, E09), by the platform's clock as far as it can be determined.</param>
/// <param name="RecordedAt">When the scan reached the platform.</param>
/// <param name="Photos">SHA-256 of each photo, lower-case hex, sorted.</param>
/// <param name="ReadNumber">The number that was read in the marking, as printed; null when there was none, and in events from before it was
/// stored.</param>
/// <param name="Clock">How the time of the scan was determined; null when only the device's own time is known.</param>
/// <param name="Label">Data from the carrier's label and the scales; null when nothing was sent.</param>
public sealed record ParcelScan(
    Guid ParcelId, string ScanId, string Scanner, string Site, string? Marking, FreightTerms Freight, DateTimeOffset ScannedAt,
    DateTimeOffset RecordedAt, ValueList<string> Photos, string? ReadNumber = null, ScanClock? Clock = null, CarrierLabel? Label = null)
{
    /// <summary>The parcel id of a device's scan: the same scan is always the same parcel.</summary>
    public static Guid IdOf(string scanner, string scanId) => NameBasedId.Of($"parcel/{scanner}/{scanId}");

    /// <summary>Whether the content is the same, apart from the recording time.</summary>
    public bool SaysTheSameAs(ParcelScan other) =>
        (Marking, Freight, DeviceTime, Photos, Label).Equals((other.Marking, other.Freight, other.DeviceTime, other.Photos, other.Label));

    /// <summary>The time of the scan as sent by the device: the same in every repeat.</summary>
    [JsonIgnore]
    public DateTimeOffset DeviceTime => Clock?.DeviceScannedAt ?? ScannedAt;

    /// <summary>The search text for announced shipments: the tracking number, or a marking that is no RMA number.</summary>
    [JsonIgnore]
    public string? TrackingKey => TrackingNumbers.KeyOf(Label?.TrackingNumber ?? (RmaNumber is null ? Marking : null));

    /// <summary>The instant that selects the policy version: an unreliable device clock must not select it.</summary>
    [JsonIgnore]
    public DateTimeOffset JudgedAt => Clock is { IsUnreliable: true } ? RecordedAt : ScannedAt;

    /// <summary>The RMA number on the outside, as printed; null when there is no valid one.</summary>
    [JsonIgnore]
    public string? RmaNumber => ReadNumber ?? RmaNumberOf(Marking);

    /// <summary>The number in a marking, as printed; null when there is none, or several.</summary>
    public static string? NumberIn(string? marking) =>
        Policy.Marking.Read(marking) is Marking.Legible legible ? legible.Number.ToString() : null;

    // How markings were read before the number read was stored.
    private static string? RmaNumberOf(string? marking) => Policy.RmaNumber.TryRead(marking, out var number) ? number.ToString() : null;
}
