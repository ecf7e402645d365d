namespace Rma.Policy;

/// <summary>
/// Decides the charge of a return (O1, O3, T5, W6, W11; rules 45–47, 56, 62, 80–82). There is no charge without a clause.
/// </summary>
public static class ChargePolicy
{
    /// <summary>Assesses one return. Amounts that cannot be calculated and contradicting facts are referred, never guessed.</summary>
    public static ChargeAssessment Assess(PolicyVersion version, ChargeFacts facts)
    {
        var drafts = ChargeRules.Drafts(version, facts).ToArray();
        var lines = (ValueList<ChargeLine>)[.. drafts.Select(draft => draft.Line).OfType<ChargeLine>()];
        var used = (ValueList<PolicyOverride>)[.. drafts.Select(draft => draft.Override).OfType<PolicyOverride>()];
        Finding[] gaps = [.. drafts.SelectMany(draft => draft.Gaps), .. Contradictions(facts), .. MixedCurrencies(lines)];
        if (Objection.From(gaps) is { } open)
            return new ChargeAssessment.Referred(open.Code, lines, open.Explain(version, facts.DecidedOn, Known(facts), null));
        return lines.Count == 0 ? Nothing(version, facts) : Due(version, facts, lines, used);
    }

    /// <summary>
    /// What a person who decides a referred charge may put on a line: at most the assessed amount, and for a restocking fee any amount of
    /// its band, never less (I4, A-33); zero means that the line is left out. An override allows exactly its own amount.
    /// </summary>
    /// <param name="line">The assessed line.</param>
    public static (Money Least, Money Most) Bounds(PolicyVersion version, ChargeFacts facts, ChargeLine line)
    {
        var least = Money.Zero(line.Amount.Currency) with { Amount = MinorUnit(version, line.Amount.Currency) };
        if (line.Kind != ChargeLine.RestockingFee || facts.NetPrice is not { } price)
            return (least, line.Amount);
        return ChargeRules.FeeOverride(version, facts) is not null
            ? (line.Amount, line.Amount)
            : RestockingFee.Band(version, new Money(price, line.Amount.Currency)) ?? (line.Amount, line.Amount);
    }

    private static decimal MinorUnit(PolicyVersion version, string currency) =>
        new(1, 0, 0, false, (byte)version.Settings.CurrencyMinorUnits[currency]);

    private static ChargeAssessment.Due Due(
        PolicyVersion version, ChargeFacts facts, ValueList<ChargeLine> lines, ValueList<PolicyOverride> used)
    {
        var decision = new Decision(
            Outcome.Yes, version.Id, facts.DecidedOn, [.. lines.SelectMany(line => ClausesOf(line)).Distinct()],
            $"To be paid: {string.Join(", ", lines.Select(line => $"{line.Kind} {line.Amount}"))}.", Known(facts), [], null, null,
            ExpectedAmount: ChargeLine.Sum(lines));
        return new(lines, new Lifted([], used).Mark(decision));
    }

    private static ChargeAssessment.NothingDue Nothing(PolicyVersion version, ChargeFacts facts)
    {
        (ValueList<string> Clauses, string Reason) why = facts switch
        {
            { NoFaultFound: true } =>
                ([Clauses.T10, Clauses.W10],
                "Nothing to pay: no fault was found, nothing is restocked, and the unit goes back by ground service at our expense."),
            { Remedy: Remedies.OtcExchange } =>
                ([Clauses.T5, Clauses.T9], "Nothing to pay: the exchanged unit came with all its accessories."),
            { Remedy: Remedies.AdvanceReplacement, Covered: false } =>
                ([Clauses.V4, Clauses.W10], "Nothing to pay: what is missing is deducted from the credit."),
            { Covered: true } =>
                ([Clauses.W1, Clauses.W8, Clauses.W10],
                "Nothing to pay: covered by the warranty, and sent by ground service at our expense."),
            _ => ([Clauses.O1, Clauses.O3, Clauses.W11],
                "Nothing to pay: no quote was approved or declined, and no other service than ground was asked for."),
        };
        return new(new Decision(
            Outcome.No, version.Id, facts.DecidedOn, why.Clauses, why.Reason, Known(facts), [], null, null));
    }

    private static ValueList<string> ClausesOf(ChargeLine line) => line.Kind switch
    {
        ChargeLine.Repair => [Clauses.O1, Clauses.W6],
        ChargeLine.FreightDeviation => [Clauses.W11, Clauses.W10],
        _ => [line.Clause],
    };

    private static IEnumerable<Finding> Contradictions(ChargeFacts facts)
    {
        if (facts is { ApprovedQuote: not null, Covered: true })
            yield return Contradiction([Clauses.O1, Clauses.W1], "The repair is said to be covered and to be quoted.");
        if (facts is { ApprovedQuote: not null, QuoteDeclined: true })
            yield return Contradiction([Clauses.O1, Clauses.O3], "The quote is said to be approved and to be declined.");
    }

    private static Finding Contradiction(ValueList<string> clauses, string reason) =>
        Finding.Refer("charge.facts-contradict", clauses, reason, "Knowing which of the two is right.");

    private static IEnumerable<Finding> MixedCurrencies(ValueList<ChargeLine> lines)
    {
        if (lines.Select(line => line.Amount.Currency).Distinct().Count() > 1)
            yield return Finding.Refer("charge.currencies-differ", [.. lines.Select(line => line.Clause).Distinct()],
                "The amounts are in more than one currency.", "All amounts in one currency.");
    }

    private static ValueList<Fact> Known(ChargeFacts facts) => Facts.Known(
        ("remedy", facts.Remedy, "RMA register"),
        ("net price", facts.NetPrice, "invoice"),
        ("currency", facts.Currency, "invoice"),
        ("missing accessories", facts.MissingAccessories, "inspection"),
        ("chosen fee percent", facts.ChosenFeePercent, "credit desk"),
        ("no fault found", facts.NoFaultFound, "bench"),
        ("approved quote", facts.ApprovedQuote is { } quote
            ? FormattableString.Invariant($"version {quote.Version}: {quote.Currency} {quote.Amount}") : null, "bench"),
        ("quote declined", facts.QuoteDeclined, "bench"),
        ("diagnosed", facts.Diagnosed, "bench"),
        ("covered", facts.Covered, "bench"),
        ("freight", facts.Freight is { } freight
            ? FormattableString.Invariant($"{freight.Service}: {freight.Currency} {freight.Cost}, ground {freight.GroundCost}")
                : null, "bench"));
}
