using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

// What the stream of a repair job can hold, beside the events about a repair and its quote. Stored names are pinned in RepairService:
// change one only with a mapping; grow an event by nullable members at its end.

/// <summary>An event of a repair job.</summary>
public abstract record RepairJobEvent
{
    private protected RepairJobEvent() { }
}

/// <summary>The bench was asked to take a unit.</summary>
/// <param name="Purpose">One of <see cref="Purposes"/>.</param>
/// <param name="Coverage">For a repair: coverage as fixed at issue; null when nobody could say.</param>
/// <param name="Exclusions">For a repair: what the inspection found against the warranty, by the codes of
/// <see cref="Policy.Exclusions"/>.</param>
/// <param name="Grade">Recorded grade of the unit.</param>
/// <param name="Currency">Of quotes and fees.</param>
/// <param name="Because">Why it goes back; see the contract.</param>
/// <param name="ReasonCode">Why it came, in a word of the requester's choice.</param>
/// <param name="Defect">What is wrong with it, in the requester's words.</param>
public sealed record RepairJobOpened(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    string Purpose, bool HasDrive, DateTimeOffset OpenedAt, string? Remedy = null, CoverageFacts? Coverage = null,
    ValueList<string>? Exclusions = null, string? Grade = null, string? Currency = null, string? Because = null, string? ReasonCode = null,
    string? Defect = null) : RepairJobEvent;

/// <summary>The drive was checked and reformatted (clause D1).</summary>
public sealed record DriveCheckedAndReformatted(string Technician, DateTimeOffset ClearedAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["D1", "D2", "D5"];
}

/// <summary>There is no drive in the unit any more.</summary>
public sealed record DriveFoundAbsent(string Technician, DateTimeOffset FoundAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["D1"];
}

/// <summary>The unit was tested for the fault it was sent for (clauses T10, V1).</summary>
/// <param name="Exclusions">Codes of <see cref="Policy.Exclusions"/> the test found.</param>
public sealed record UnitTested(bool FaultFound, string Findings, ValueList<string> Exclusions, string Technician, DateTimeOffset TestedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["T10", "V1"];
}

/// <summary>The unit may be sold again.</summary>
public sealed record UnitReleasedToStock(string Technician, DateTimeOffset ReleasedAt) : RepairJobEvent;

/// <summary>The unit left for its sender, not repaired.</summary>
/// <param name="Because">See the contract; null in what was stored before a reason was kept.</param>
/// <param name="Covered">Withdrawn though it would have been free.</param>
public sealed record UnitReturnedUnrepaired(
    string Carrier, string TrackingNumber, string Technician, DateTimeOffset ShippedAt, string? Because = null,
    int? DeclinedQuoteVersion = null, bool Diagnosed = false, Freight? Freight = null, bool Covered = false) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Because == ReturnReasons.QuoteDeclined ? ["O3"] : [];
}

/// <summary>A repaired unit, or one without a fault, left for its sender (clause W10).</summary>
/// <param name="Outcome"><c>repaired</c> or <c>no-fault-found</c>.</param>
/// <param name="QuoteVersion">The approved quote; null for a free repair.</param>
public sealed record UnitShippedBack(
    string Outcome, bool Covered, int? QuoteVersion, decimal? QuoteAmount, string? Currency, string Carrier, string TrackingNumber,
    Freight? Freight, string Technician, DateTimeOffset ShippedAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Freight is null ? ["W10"] : ["W10", "W11"];
}

/// <summary>A refurbished unit of at least the same grade left instead of one that cannot be repaired (clauses W8, W9).</summary>
public sealed record UnitSwapped(
    string ReplacementSerialNumber, string Grade, string Carrier, string TrackingNumber, Freight? Freight, string Technician,
    DateTimeOffset ShippedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["W8", "W9"];
}

/// <summary>A sellable unit left for the distributor's stock instead of an exchanged one (clause T9).</summary>
public sealed record StockReplaced(
    string ReplacementSerialNumber, string Carrier, string TrackingNumber, Freight? Freight, string Technician, DateTimeOffset ShippedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => ["T9"];
}

/// <summary>How a unit left, where that was not by the ground service (clauses W10, W11).</summary>
/// <param name="Cost">What the service cost, in major units.</param>
/// <param name="GroundCost">What the ground service would have cost.</param>
public sealed record Freight(string Service, decimal Cost, decimal GroundCost, string Currency);
