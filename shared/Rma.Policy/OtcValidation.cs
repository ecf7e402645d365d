using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The facts when a distributor validates a serial number before an exchange (T4, T6, A-32).</summary>
/// <param name="ValidatedAt">The instant of the validation; the exchange must follow it.</param>
/// <param name="Account">The requesting account on that date.</param>
/// <param name="Line">The unit.</param>
public sealed record OtcValidationFacts(DateTimeOffset ValidatedAt, AccountFacts? Account, LineFacts Line)
    : IDecidable, IJsonOnDeserializing
{
    private int edition = RuleEdition.Current;

    /// <summary>The edition of the rules that decides it; facts stored without one belong to the first.</summary>
    public int Edition { get => edition; init => edition = value; }

    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "otc-validation";

    /// <inheritdoc />
    [JsonIgnore]
    public string Remedy => Remedies.OtcExchange;

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [OtcPolicy.Validate(version, this).Decision];

    void IJsonOnDeserializing.OnDeserializing() => edition = RuleEdition.First;
}

/// <summary>The facts when the bench has tested an exchanged unit (T9, T10).</summary>
/// <param name="TestedAt">The instant of the test.</param>
/// <param name="FaultFound">Whether the bench found a fault.</param>
/// <param name="Exclusions">Exclusions found by inspection and test; an excluded unit does not count as defective (A-14).</param>
public sealed record OtcReplacementFacts(DateTimeOffset TestedAt, bool FaultFound, ValueList<string> Exclusions) : IDecidable
{
    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "otc-replacement";

    /// <inheritdoc />
    [JsonIgnore]
    public string Remedy => Remedies.OtcExchange;

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [OtcPolicy.Replace(version, this)];
}

/// <summary>
/// Over-the-counter exchanges apart from their authorization: the validation before, and the replacement after (T1–T10; rules 66–83).
/// </summary>
public static class OtcPolicy
{
    /// <summary>Answers a validation: may this unit be exchanged today?</summary>
    public static LineOutlook Validate(PolicyVersion version, OtcValidationFacts facts)
    {
        var today = version.Calendar.LocalDate(facts.ValidatedAt);
        var request = new IssuanceFacts(facts.ValidatedAt, Remedies.OtcExchange, facts.Account, [facts.Line]) { Edition = facts.Edition };
        var known = LineRules.Known(request, facts.Line);
        var deadline = LineRules.Deadline(version, request, facts.Line, today);
        Finding[] findings =
        [
            .. RequesterRules.Findings(version, request),
            // As if it had been exchanged now: only findings about the unit itself remain.
            .. LineRules.Findings(version, request, facts.Line with
            {
                ValidatedAt = facts.ValidatedAt, ExchangedAt = facts.ValidatedAt.AddTicks(1), ExchangedForSku = facts.Line.Sku
                    ?? "", AccountAtExchange = facts.Account,
            }, today).Where(finding => finding.Code != "otc.exchange-after-request" && !finding.Missing.Contains(OtcRules.GivenItem)),
        ];
        var lifted = Lifted.From(version, today, facts.Line.Overrides, findings);
        return Objection.From(lifted.Findings) is { } objection
            ? new(facts.Line.Item, objection.Explain(version, today, known, deadline?.Day).CountedFrom(version, deadline?.Anchor),
                objection.Code)
            : new(facts.Line.Item, lifted.Mark(new Decision(
                Outcome.Yes, version.Id, today, [Clauses.P1, Clauses.T1, Clauses.T4, Clauses.T6, Clauses.T7],
                $"May be exchanged over the counter until {deadline?.Day.Iso()}, from stock, " +
                    "for the same item or its designated successor.",
                known, [], null, deadline?.Day).CountedFrom(version, deadline?.Anchor)), null);
    }

    /// <summary>
    /// Whether a replacement goes to the distributor's stock: a confirmed defect and no exclusion; never a credit (T9, T10).
    /// </summary>
    public static Decision Replace(PolicyVersion version, OtcReplacementFacts facts)
    {
        var today = version.Calendar.LocalDate(facts.TestedAt);
        var known = Facts.Known(("fault found", facts.FaultFound, "bench test"),
            ("exclusions", facts.Exclusions, "inspection and bench test"));
        return Objection.From(Findings(version, facts)) is { } objection
            ? objection.Explain(version, today, known, null)
            : new Decision(Outcome.Yes, version.Id, today, [Clauses.T9],
                "The defect is confirmed: a sellable unit goes to the distributor's stock. No credit is issued.", known, [], null, null);
    }

    private static IEnumerable<Finding> Findings(PolicyVersion version, OtcReplacementFacts facts)
    {
        if (!facts.FaultFound)
            yield return Finding.No("otc.no-fault-found", [Clauses.T10],
                "No fault was found: the unit goes back, and no replacement is issued.", null);
        if (facts.Exclusions.Count > 0 && version.Settings.ExclusionsReach.Contains(Remedies.OtcExchange))
            yield return Finding.No("otc.excluded", [Clauses.W3, Clauses.W4, Clauses.W5, Clauses.T9],
                $"The unit is excluded from its warranty ({string.Join(", ", facts.Exclusions.Distinct())}): that is not a defect.",
                $"Ask for a '{Remedies.PaidRepair}'.");
    }
}
