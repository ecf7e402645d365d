using System.Text.Json;
using Rma.Policy;

namespace Rma.Console.Pages;

/// <summary>A repair job in the list, as the bench shows it.</summary>
public sealed record BenchRow(
    Guid RepairJobId, Guid ReturnId, string RmaNumber, string SerialNumber, string? Sku, string Purpose, bool HasDrive, string State,
    DateTimeOffset OpenedAt, DateTimeOffset? DoneAt, string? Remedy, string? NextAction, string? Defect);

/// <summary>What the bench was asked for.</summary>
public sealed record BenchAsked(
    string AccountId, CoverageFacts? Coverage, string[]? Exclusions, string? Grade, string? Currency, string? Because);

/// <summary>What a diagnosis found.</summary>
public sealed record BenchFacts(bool? FaultFound, bool? Repairable, string? Grade, ExclusionFound[]? Exclusions);

/// <summary>What the policy decided, in words.</summary>
public sealed record DecisionInWords(string Reason, string[] Clauses, string? WouldChange, string[]? MissingFacts);

/// <summary>A quote with its lines.</summary>
public sealed record BenchQuote(int QuoteVersion, BenchQuoteLine[] Lines, decimal Amount, string Currency, string QuotedBy);

/// <summary>A line of a quote.</summary>
public sealed record BenchQuoteLine(string Kind, string Description, decimal Amount);

/// <summary>One stored event, as a service shows it.</summary>
public sealed record StoredLine(DateTimeOffset At, string What, JsonElement Details, string? Actor);

/// <summary>A repair job with all known data.</summary>
public sealed record BenchJob(
    BenchRow Job, BenchAsked Asked, BenchFacts? Facts, DecisionInWords? Decision, BenchQuote? Quote, StoredLine[] Timeline)
{
    private static readonly string[] Cleared = ["drive_checked_and_reformatted", "drive_found_absent"];

    /// <summary>Whether no customer's data is left in the unit (D1).</summary>
    public bool DriveIsClear => !Job.HasDrive || Timeline.Any(line => Cleared.Contains(line.What));

    /// <summary>An exclusion that waits for its second person; null for none (W5).</summary>
    public ExclusionFound? Waiting => Facts?.Exclusions?.FirstOrDefault(
        found => found is { Code: Policy.Exclusions.Other, FoundAt: ExclusionFound.OnTheBench, ApprovedBy: null });

    /// <summary>Whether nobody knows yet when its warranty ends (W7).</summary>
    public bool IsCoverageUnknown => Asked.Coverage is null or { EndsOn: null };

    /// <summary>What the policy answered to its last diagnosis: a kind of <see cref="RepairAnswer"/>; null before.</summary>
    public string? Answer => Timeline.LastOrDefault(line => line.What == "repair_decided") is { Details: var said }
        && said.TryGetProperty("answer", out var answer) ? answer.GetString() : null;

    /// <summary>Whether the requester does not want the repair for its quote (O3).</summary>
    public bool IsDeclined => Timeline.Any(line => line.What == "quote_declined");
}
