namespace Rma.Policy;

/// <summary>
/// Finds facts that cannot be used, whatever the remedy: they contradict another fact, or are dated after the question. Such a fact leads
/// neither to an approval nor to a denial but to a referral (principle iii: a missing fact never produces an automatic yes).
/// </summary>
internal static class FactChecks
{
    /// <summary>For a line of a request, or a validation: the facts that the remedy uses.</summary>
    public static IEnumerable<Finding> Of(PolicyVersion version, IssuanceFacts facts, LineFacts line, DateOnly today)
    {
        var (askedAt, exchange) = (facts.RequestedAt, facts.Remedy == Remedies.OtcExchange);
        foreach (var contradiction in line.Contradictions ?? [])
            yield return Contradiction("line.facts-contradict", [Clauses.W7, Clauses.C2], contradiction);
        if (line.ShippedOn > today && (exchange || Remedies.IsRepair(facts.Remedy)))
            yield return Later("line.shipped-after-request", [Clauses.W7], "shipment", line.ShippedOn.Value, "this request");
        if (line.IsLicense && line.ActivatedAt > askedAt)
            yield return Later("line.activated-after-request", [Clauses.C7], "activation",
                version.Calendar.LocalDate(line.ActivatedAt.Value), "this request");
        if (exchange && line.ExchangedOn(version) is { } exchanged && exchanged < line.ShippedOn)
            yield return Finding.Refer("otc.exchanged-before-shipment", [Clauses.T1],
                $"The exchange is dated {exchanged.Iso()}, before the shipment of {line.ShippedOn.Iso()}.",
                "A corrected exchange or ship date would settle it.");
    }

    /// <summary>An activation dated in the future is no activation yet: the date needs to be checked by a person.</summary>
    public static bool IsActivatedLater(PolicyVersion version, CreditFacts facts) =>
        facts.Edition != RuleEdition.First && facts is { IsLicense: true, LicenseActivatedAt: { } at }
            && version.Calendar.LocalDate(at) > facts.DecidedOn;

    /// <summary>An order dated after the decision cannot yet be judged as in time.</summary>
    public static bool IsOrderedLater(PolicyVersion version, CreditFacts facts) =>
        facts.Edition != RuleEdition.First && facts.Replacement?.PlacedAt is { } at && version.Calendar.LocalDate(at) > facts.DecidedOn;

    /// <summary>For a credit.</summary>
    public static IEnumerable<Finding> Of(PolicyVersion version, CreditFacts facts)
    {
        foreach (var contradiction in facts.Contradictions ?? [])
            yield return Contradiction("credit.facts-contradict", [Clauses.C2, Clauses.W13], contradiction);
        if (IsActivatedLater(version, facts))
            yield return Later("credit.activated-after-decision", [Clauses.C7], "activation",
                version.Calendar.LocalDate(facts.LicenseActivatedAt!.Value), "this decision");
        if (IsOrderedLater(version, facts))
            yield return Later("credit.ordered-after-decision", [Clauses.V5], "order",
                version.Calendar.LocalDate(facts.Replacement!.PlacedAt!.Value), "this decision");
    }

    private static Finding Contradiction(string code, ValueList<string> clauses, string contradiction) =>
        Finding.Refer(code, clauses, contradiction, "A correction, or a withdrawal, of one of the two would settle it.");

    private static Finding Later(string code, ValueList<string> clauses, string what, DateOnly date, string than) =>
        Finding.Refer(code, clauses, $"The {what} is dated {date.Iso()}, after {than}.",
            $"A corrected date of the {what} would settle it.");
}
