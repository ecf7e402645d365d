namespace Rma.Policy;

/// <summary>
/// Exclusions from the warranty (W3–W5), by the codes reported by inspection and bench. A causal link to the fault is not required
/// and the list is open: <see cref="Other"/> needs a written reason and a second approver.
/// </summary>
public static class Exclusions
{
    /// <summary>An exclusion the list does not name (W5 "shall include but not limited to").</summary>
    public const string Other = "other";

    /// <summary>Its housing was opened: a fact of its own at an inspection.</summary>
    public const string Opened = "opened";

    private const string OfLabels = "serial-";

    private static readonly Dictionary<string, (ValueList<string> Clauses, string InWords)> Known = new()
    {
        [Opened] = ([Clauses.W3], "its housing was opened"),
        ["altered"] = ([Clauses.W3, Clauses.W4], "it was altered"),
        ["foreign-components"] = ([Clauses.W3], "it was used with components not supplied by EverFocus"),
        ["improper-installation"] = ([Clauses.W4], "it was improperly installed"),
        ["serial-missing"] = ([Clauses.W4], "its serial number is removed or missing"),
        ["serial-altered"] = ([Clauses.W4], "its serial number was altered"),
        // An unreadable label proves no more than a missing one.
        ["serial-unreadable"] = ([Clauses.W4], "its serial number cannot be read"),
        ["tampered"] = ([Clauses.W4], "it was tampered with"),
        ["fire"] = ([Clauses.W5], "it was in a fire"),
        ["flood"] = ([Clauses.W5], "it was flooded"),
        ["lightning"] = ([Clauses.W5], "it was struck by lightning"),
        ["surge"] = ([Clauses.W5], "it had an electrical surge"),
        ["earthquake"] = ([Clauses.W5], "it was in an earthquake"),
        ["act-of-god"] = ([Clauses.W5], "it suffered an act of God"),
        [Other] = ([Clauses.W5], "of another exclusion"),
    };

    /// <summary>All codes, in the order of the clauses.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Known.Keys];

    /// <summary>Codes without a text: all but <see cref="Other"/>.</summary>
    public static IReadOnlyList<string> Listed { get; } = [.. Codes.Where(code => code != Other)];

    /// <summary>Codes for the inspector besides enclosure and serial label, which have their own fields in the inspection.</summary>
    public static IReadOnlyList<string> SeenOnUnit { get; } =
        [.. Listed.Where(code => code != Opened && !IsOfLabel(code))];

    /// <summary>The code of a serial label that is not intact, by its state.</summary>
    public static string OfLabel(string state) => OfLabels + state;

    /// <summary>Whether a code is about the serial label.</summary>
    public static bool IsOfLabel(string code) => code.StartsWith(OfLabels, StringComparison.Ordinal);

    /// <summary>Whether a code is one of these.</summary>
    public static bool IsKnown(string code) => Known.ContainsKey(code);

    /// <summary>The clauses of an exclusion; an unknown code belongs to the open list (W5) and excludes nothing by itself.</summary>
    public static ValueList<string> ClausesOf(string code) => Known.TryGetValue(code, out var known) ? known.Clauses : [Clauses.W5];

    internal static string InWords(ExclusionFound found) =>
        found is { Code: Other, FoundAt: ExclusionFound.AtInspection }
            ? "of another exclusion, to which two people agreed at the inspection"
        : found.Reason is { Length: > 0 } reason ? reason : Known.TryGetValue(found.Code, out var known) ? known.InWords
            : $"of '{found.Code}'";
}

/// <summary>An exclusion that was found (rule 41).</summary>
/// <param name="Code">One of <see cref="Exclusions.Codes"/>.</param>
/// <param name="FoundAt"><c>inspection</c> or <c>bench</c>.</param>
/// <param name="Reason">In writing; required for <see cref="Exclusions.Other"/>.</param>
/// <param name="FoundBy">The finder; null when the inspection does not name one.</param>
/// <param name="ApprovedBy">The second approver of <see cref="Exclusions.Other"/>: not the finder.</param>
public sealed record ExclusionFound(string Code, string FoundAt, string? Reason = null, string? FoundBy = null, string? ApprovedBy = null)
{
    /// <summary>Found when the unit was inspected.</summary>
    public const string AtInspection = "inspection";

    /// <summary>Found when the unit was diagnosed or tested.</summary>
    public const string OnTheBench = "bench";

    /// <summary>
    /// Whether it counts: a listed one does by itself, another one only with its reason and a second approval. Inspections contain
    /// another one only after its second approval.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEstablished => FoundAt == AtInspection || (Exclusions.IsKnown(Code) && Code != Exclusions.Other)
        || (!string.IsNullOrWhiteSpace(Reason) && !string.IsNullOrWhiteSpace(ApprovedBy) && ApprovedBy != FoundBy);
}
