using Rma.EventSourcing;

namespace Rma.Repair.RepairJobs;

// Everything the stream of a repair job can hold. Stored names are pinned in RepairService: change one only with a mapping.

/// <summary>An event of a repair job.</summary>
public abstract record RepairJobEvent
{
    private protected RepairJobEvent() { }
}

/// <summary>The bench was asked to take a unit.</summary>
public sealed record RepairJobOpened(
    Guid RepairJobId, Guid ReturnId, Guid RmaId, string RmaNumber, int Line, string AccountId, string SerialNumber, string? Sku,
    string Purpose, bool HasDrive, DateTimeOffset OpenedAt) : RepairJobEvent;

/// <summary>The drive was checked and reformatted (clause D1).</summary>
public sealed record DriveCheckedAndReformatted(string Technician, DateTimeOffset ClearedAt) : RepairJobEvent, ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => ["D1", "D5"];
}

/// <summary>There is no drive in the unit any more.</summary>
public sealed record DriveFoundAbsent(string Technician, DateTimeOffset FoundAt) : RepairJobEvent, ICiteClauses
{
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Clauses => ["D1"];
}

/// <summary>The unit may be sold again.</summary>
public sealed record UnitReleasedToStock(string Technician, DateTimeOffset ReleasedAt) : RepairJobEvent;

/// <summary>The unit left for its sender, not repaired.</summary>
public sealed record UnitReturnedUnrepaired(string Carrier, string TrackingNumber, string Technician, DateTimeOffset ShippedAt) : RepairJobEvent;
