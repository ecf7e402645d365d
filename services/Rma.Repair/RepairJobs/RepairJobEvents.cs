using System.Text.Json.Serialization;
using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

// Events of a repair job stream, besides those about a repair and its quote. Stored names are pinned in RepairService: change one only with
// a mapping; extend an event by nullable members at its end.

/// <summary>An event of a repair job.</summary>
public abstract record RepairJobEvent
{
    private protected RepairJobEvent() { }
}

/// <summary>The job was requested.</summary>
/// <param name="Purpose">One of <see cref="Purposes"/>.</param>
/// <param name="Coverage">For a repair: coverage as determined at issue; null when unknown.</param>
/// <param name="Exclusions">For a repair: warranty exclusions found by the inspection, by the codes of <see
/// cref="Policy.Exclusions"/>.</param>
/// <param name="Grade">Recorded grade of the unit.</param>
/// <param name="Currency">The currency of quotes and fees.</param>
/// <param name="Because">Why it is sent back; see the contract.</param>
/// <param name="ReasonCode">The reason code given by the requester.</param>
/// <param name="Defect">The defect as described by the requester.</param>
public sealed record RepairJobOpened(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    string Purpose, bool HasDrive, DateTimeOffset OpenedAt, string? Remedy = null, CoverageFacts? Coverage = null,
    ValueList<string>? Exclusions = null, string? Grade = null, string? Currency = null, string? Because = null, string? ReasonCode = null,
    string? Defect = null) : RepairJobEvent;

/// <summary>The drive was checked and reformatted (clause D1).</summary>
public sealed record DriveCheckedAndReformatted(string Technician, DateTimeOffset ClearedAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.D1, Policy.Clauses.D2, Policy.Clauses.D5];
}

/// <summary>The unit no longer contains a drive.</summary>
public sealed record DriveFoundAbsent(string Technician, DateTimeOffset FoundAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.D1];
}

/// <summary>The unit was tested for the claimed fault (clauses T10, V1).</summary>
/// <param name="Exclusions">Codes of <see cref="Policy.Exclusions"/> the test found.</param>
public sealed record UnitTested(bool FaultFound, string Findings, ValueList<string> Exclusions, string Technician, DateTimeOffset TestedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.T10, Policy.Clauses.V1];
}

/// <summary>The unit may be sold again.</summary>
public sealed record UnitReleasedToStock(string Technician, DateTimeOffset ReleasedAt) : RepairJobEvent;

/// <summary>The unit was sent back to its sender, not repaired.</summary>
/// <param name="Because">See the contract; null in events from before a reason was stored.</param>
/// <param name="Covered">Withdrawn although the repair would have been free.</param>
public sealed record UnitReturnedUnrepaired(
    string Carrier, string TrackingNumber, string Technician, DateTimeOffset ShippedAt, string? Because = null,
    int? DeclinedQuoteVersion = null, bool Diagnosed = false, Freight? Freight = null, bool Covered = false) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Because == ReasonsUnrepaired.QuoteDeclined ? [Policy.Clauses.O3] : [];
}

/// <summary>A repaired unit, or one without a fault, was sent back to its sender (clause W10).</summary>
/// <param name="Outcome"><c>repaired</c> or <c>no-fault-found</c>.</param>
/// <param name="QuoteVersion">The approved quote; null for a free repair.</param>
public sealed record UnitShippedBack(
    string Outcome, bool Covered, int? QuoteVersion, decimal? QuoteAmount, string? Currency, string Carrier, string TrackingNumber,
    Freight? Freight, string Technician, DateTimeOffset ShippedAt) : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Freight is null ? [Policy.Clauses.W10] : [Policy.Clauses.W10, Policy.Clauses.W11];
}

/// <summary>A refurbished unit of at least the same grade was sent instead of one that cannot be repaired (clauses W8, W9).</summary>
public sealed record UnitSwapped(
    string ReplacementSerialNumber, string Grade, string Carrier, string TrackingNumber, Freight? Freight, string Technician,
    DateTimeOffset ShippedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W8, Policy.Clauses.W9];
}

/// <summary>A sellable unit was sent to the distributor's stock for an exchanged one (clause T9).</summary>
public sealed record StockReplaced(
    string ReplacementSerialNumber, string Carrier, string TrackingNumber, Freight? Freight, string Technician, DateTimeOffset ShippedAt)
    : RepairJobEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.T9];
}

/// <summary>The shipping service, when it was not the ground service (clauses W10, W11).</summary>
/// <param name="Cost">What the service cost, in major units.</param>
/// <param name="GroundCost">What the ground service would have cost.</param>
public sealed record Freight(string Service, decimal Cost, decimal GroundCost, string Currency);
