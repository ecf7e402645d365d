namespace Rma.Policy;

/// <summary>Decides whether a repair is covered and what is done with the unit (W1–W9, O1; rules 29–44, 56, 65).</summary>
public static class RepairPolicy
{
    /// <summary>
    /// Decides after the diagnosis. A missing fact refers and never covers; an exclusion bars both the warranty and the extension of a paid
    /// repair, whatever caused the fault (A-14).
    /// </summary>
    public static RepairAnswer Decide(PolicyVersion version, RepairFacts facts) => facts switch
    {
        { FaultFound: null } => Referred(version, facts,
            [Finding.Unknown("repair.not-diagnosed", [Clauses.W1], "diagnosis", "the result of the diagnosis")]),
        { FaultFound: false } => Answer(RepairAnswer.NothingToRepair, version, facts, Outcome.No, [Clauses.W1, Clauses.W10],
            "No fault was found: there is nothing to repair, and the unit goes back.", "A fault found at another test."),
        _ when Gaps(facts).ToArray() is { Length: > 0 } gaps => Referred(version, facts, gaps),
        { Coverage: { WithinPeriod: true } coverage } when Barring(version, facts).Length == 0 => OfCovered(version, facts, coverage),
        _ => OfUncovered(version, facts),
    };

    internal static ValueList<Fact> Known(RepairFacts facts) => Facts.Known(
        ("remedy", facts.Remedy, "RMA register"),
        ("within period", facts.Coverage?.WithinPeriod, "coverage at issue"),
        ("covered through", facts.Coverage?.EndsOn, "coverage at issue"),
        ("coverage basis", facts.Coverage?.Basis, "coverage at issue"),
        ("coverage tested on", facts.Coverage?.TestedOn, "coverage at issue"),
        ("exclusions", facts.Exclusions.Count == 0 ? null : facts.Exclusions.Select(found => found.Code), "inspection and bench"),
        ("fault found", facts.FaultFound, "bench"),
        ("repairable", facts.Repairable, "bench"),
        ("grade", facts.Grade, "bench"));

    private static RepairAnswer OfCovered(PolicyVersion version, RepairFacts facts, CoverageFacts coverage)
    {
        ValueList<string> basis = coverage.Basis == CoverageFacts.RepairExtension ? [Clauses.O2, Clauses.W1] : [Clauses.W1, Clauses.W7];
        if (facts.Repairable is true)
            return Answer(RepairAnswer.Covered, version, facts, Outcome.Yes, [.. basis, Clauses.W10],
                "Covered: repaired free of charge and sent back by ground service at our expense.", null);
        return facts.Grade is { } grade
            ? Answer(RepairAnswer.Swap, version, facts, Outcome.Yes, [Clauses.W8, Clauses.W9, .. basis, Clauses.W10],
                $"Covered and not repairable: replaced by a refurbished unit of grade {grade} or better, " +
                    "whose warranty ends with the original's.", null)
            : Referred(version, facts, [Finding.Unknown("repair.grade-unknown", [Clauses.W8], "recorded grade")]);
    }

    private static RepairAnswer OfUncovered(PolicyVersion version, RepairFacts facts)
    {
        ExclusionFound[] barring = Barring(version, facts);
        ValueList<string> because = barring.Length > 0
            ? [.. barring.SelectMany(found => Exclusions.ClausesOf(found.Code)).Append(Clauses.W6).Distinct()]
            : [Clauses.O1, Clauses.W1, Clauses.W7];
        var why = barring.Length > 0
            ? $"Not covered, because {string.Join("; ", barring.Select(Exclusions.InWords).Distinct())}."
            : $"Not covered: the period ended on {facts.Coverage!.EndsOn.Iso()}, before the number was issued.";
        var change = barring.Length > 0 ? "Nothing but a finding that was wrong." : "Only a corrected shipment date would change this.";
        return facts.Repairable is true
            ? Answer(RepairAnswer.Quote, version, facts, Outcome.No, because,
                $"{why} It may be repaired for a quote that the requester approves.", change)
            : Answer(RepairAnswer.NotRepairable, version, facts, Outcome.No, [.. because, Clauses.W8],
                $"{why} It cannot be repaired, and only covered units are replaced: it goes back without charge.", change);
    }

    private static ExclusionFound[] Barring(PolicyVersion version, RepairFacts facts)
    {
        var period = facts.Coverage?.Basis == CoverageFacts.RepairExtension ? CoverageFacts.RepairExtension : Remedies.WarrantyRepair;
        return version.Settings.ExclusionsReach.Contains(period) ? [.. facts.Exclusions.Where(found => found.IsEstablished)] : [];
    }

    private static IEnumerable<Finding> Gaps(RepairFacts facts)
    {
        if (facts.Coverage is null)
            yield return Finding.Unknown("repair.coverage-unknown", [Clauses.W1, Clauses.W7], "coverage at issue",
                "the coverage on the day of the number's issue");
        else if (facts.Coverage.EndsOn is null)
            yield return Finding.Unknown("repair.coverage-unknown", [Clauses.W1, Clauses.W7], "end of the warranty period");
        // When another exclusion is already sufficient, one that waits for its approver changes nothing.
        if (facts.Exclusions.Any(found => !found.IsEstablished) && !facts.Exclusions.Any(found => found.IsEstablished))
            yield return Finding.Refer("repair.exclusion-unapproved", [Clauses.W5],
                "An exclusion that the policy does not name needs a written reason and a second approver.",
                "The approval of somebody else.")
                with { Missing = ["second approver"] };
        if (facts.Repairable is null)
            yield return Finding.Unknown("repair.not-diagnosed", [Clauses.W8], "whether it can be repaired", "whether it can be repaired");
    }

    private static RepairAnswer Referred(PolicyVersion version, RepairFacts facts, IEnumerable<Finding> gaps)
    {
        var objection = Objection.From(gaps)!;
        return new(RepairAnswer.Referred, objection.Code,
            objection.Explain(version, facts.DecidedOn, Known(facts), facts.Coverage?.EndsOn).CountedFrom(version, Anchor(facts)));
    }

    private static RepairAnswer Answer(
        string kind, PolicyVersion version, RepairFacts facts, Outcome outcome, ValueList<string> clauses, string reason,
        string? wouldChange) =>
        new(kind, null, new Decision(
            outcome, version.Id, facts.DecidedOn, clauses, reason, Known(facts), [], wouldChange, facts.Coverage?.EndsOn)
                .CountedFrom(version, Anchor(facts)));

    private static string? Anchor(RepairFacts facts) => facts.Coverage is { EndsOn: not null } coverage
        ? FormattableString.Invariant($"end of the {Period(coverage.Basis)}, as fixed on the issue date {coverage.TestedOn.Iso()}")
        : null;

    private static string Period(string basis) => basis switch
    {
        CoverageFacts.Warranty => "warranty period",
        CoverageFacts.RepairExtension => "extension after a paid repair",
        _ => "last period of warranty",
    };
}
