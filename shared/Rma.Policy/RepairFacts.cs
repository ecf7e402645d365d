using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The facts of a unit at the bench after its diagnosis. Null means "not known".</summary>
public sealed record RepairFacts : IDecidable
{
    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "repair";

    /// <summary>The remedy of the return; a denied advance replacement is repaired by its own warranty status (V7, A-40).</summary>
    public required string Remedy { get; init; }

    /// <summary>Coverage as tested on the issue date and fixed for the RMA; null when unknown.</summary>
    public CoverageFacts? Coverage { get; init; }

    /// <summary>Exclusions found by inspection and bench (W3–W5, rule 41).</summary>
    public ValueList<ExclusionFound> Exclusions { get; init; } = [];

    /// <summary>Whether the bench found a fault; null before the diagnosis.</summary>
    public bool? FaultFound { get; init; }

    /// <summary>Whether it can be repaired; only relevant when there is a fault.</summary>
    public bool? Repairable { get; init; }

    /// <summary>Recorded grade of the unit: a swap is of at least this grade (W8, A-18).</summary>
    public string? Grade { get; init; }

    /// <summary>Local date of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [RepairPolicy.Decide(version, this).Decision];
}

/// <summary>Coverage as determined at issue (W1, W7, A-10).</summary>
/// <param name="WithinPeriod">Whether the issue date lies within the warranty period or the extension of a paid repair.</param>
/// <param name="EndsOn">Last covered local day, inclusive; null when no shipment is known, which a person has to settle .</param>
/// <param name="Basis">One of the constants here.</param>
/// <param name="TestedOn">The issue date.</param>
public sealed record CoverageFacts(bool WithinPeriod, DateOnly? EndsOn, string Basis, DateOnly TestedOn)
{
    /// <summary>The period of the product (W2).</summary>
    public const string Warranty = "warranty";

    /// <summary>The months after a paid repair (O2).</summary>
    public const string RepairExtension = "repair-extension";

    /// <summary>Not within any period.</summary>
    public const string None = "none";
}

/// <summary>The decision on a unit at the bench.</summary>
/// <param name="Kind">One of the constants here.</param>
/// <param name="Code">Why it is referred, stable (<c>repair.…</c>); null otherwise.</param>
/// <param name="Decision">Approved when the warranty pays (<see cref="Covered"/>, <see cref="Swap"/>), denied when it does not.</param>
public sealed record RepairAnswer(string Kind, string? Code, Decision Decision)
{
    /// <summary>Repaired free of charge (W1).</summary>
    public const string Covered = "covered";

    /// <summary>Repaired for an approved quote (W6, O1).</summary>
    public const string Quote = "quote";

    /// <summary>Sent back as it is: no fault was found.</summary>
    public const string NothingToRepair = "nothing-to-repair";

    /// <summary>Covered and not repairable: a refurbished unit of at least the same grade instead (W8).</summary>
    public const string Swap = "swap";

    /// <summary>Not covered and not repairable: sent back, without charge (A-17; no clause, no charge).</summary>
    public const string NotRepairable = "not-repairable";

    /// <summary>A fact is missing, or an exclusion waits for its second approver.</summary>
    public const string Referred = "referred";
}
