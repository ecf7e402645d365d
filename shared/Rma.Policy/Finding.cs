namespace Rma.Policy;

/// <summary>A finding against an approval. Rules yield findings; the answer is an approval only without findings.</summary>
internal sealed record Finding(
    Outcome Outcome, string Code, ValueList<string> Clauses, string Reason, string? WouldChange, ValueList<string> Missing)
{
    public static Finding No(string code, ValueList<string> clauses, string reason, string? wouldChange) =>
        new(Outcome.No, code, clauses, reason, wouldChange, []);

    public static Finding Refer(string code, ValueList<string> clauses, string reason, string? wouldChange) =>
        new(Outcome.Refer, code, clauses, reason, wouldChange, []);

    /// <param name="fact">The stable name of the missing fact.</param>
    /// <param name="inWords">What a sentence says for it, where its name with <c>the</c> is no English.</param>
    public static Finding Unknown(string code, ValueList<string> clauses, string fact, string? inWords = null)
    {
        var what = inWords ?? $"the {fact}";
        return new(Outcome.Refer, code, clauses, $"{char.ToUpperInvariant(what[0])}{what[1..]} is not known.",
            $"Knowing {what} would settle it.", [fact]);
    }
}

/// <summary>The deciding findings taken together: a denial outweighs every open question, in whatever order they were found.</summary>
internal sealed record Objection(Outcome Outcome, string Code, ValueList<Finding> Findings)
{
    public static Objection? From(IEnumerable<Finding> findings)
    {
        Finding[] all = [.. findings];
        Finding[] decisive = all.Any(finding => finding.Outcome == Outcome.No)
            ? [.. all.Where(finding => finding.Outcome == Outcome.No)]
            : all;
        return decisive.Length == 0 ? null : new Objection(decisive[0].Outcome, decisive[0].Code, [.. decisive]);
    }

    public Decision Explain(PolicyVersion version, DateOnly on, ValueList<Fact> facts, DateOnly? lastDay)
    {
        string[] all = [.. Findings.Select(finding => finding.WouldChange).OfType<string>().Distinct()];
        // The same advice may stand alone and with more behind it.
        string[] changes = [.. all.Where(change => !all.Any(other => other != change && other.Contains(change, StringComparison.Ordinal)))];
        return new Decision(
            Outcome, version.Id, on, [.. Findings.SelectMany(finding => finding.Clauses).Distinct()],
            string.Join(" ", Findings.Select(finding => finding.Reason).Distinct()), facts,
            [.. Findings.SelectMany(finding => finding.Missing).Distinct()],
            changes.Length == 0 ? null : string.Join(" ", changes), lastDay);
    }
}
