namespace Rma.Policy;

/// <summary>The expected outcome of an authorized item by remedy; provisional until its arrival and inspection (C4, rule 41).</summary>
internal static class Promise
{
    /// <summary>The clauses that require an RMA number (C1, T8, V5); for a repair only P2 does.</summary>
    public static ValueList<string> NumberClauses(string remedy) => remedy switch
    {
        Remedies.OtcExchange => [Clauses.T8],
        Remedies.AdvanceReplacement => [Clauses.V5],
        _ when Remedies.IsCredit(remedy) => [Clauses.C1],
        _ => [],
    };

    public static Decision Of(
        PolicyVersion version, IssuanceFacts facts, LineFacts line, DateOnly today, DateOnly validThrough, ValueList<Fact> known,
        (DateOnly Day, string Anchor)? deadline, ValueList<PolicyOverride> used) => facts.Remedy switch
    {
        Remedies.WarrantyRepair => Repair(version, line, today, validThrough, known,
            [Clauses.P1, Clauses.P2, Clauses.W1, .. facts.IsCited ? [Clauses.W2]
                : Array.Empty<string>(), Clauses.W7, Clauses.W10, .. DriveClauses(line)],
            $"{Cover(deadline?.Day, used)} for this number: repaired free of charge unless the inspection finds an exclusion."),
        Remedies.PaidRepair => Repair(version, line, today, validThrough, known,
            [Clauses.P1, Clauses.P2, Clauses.O1, Clauses.O2, .. DriveClauses(line)],
            $"The warranty ended on {deadline?.Day.Iso()}: repaired for a quote that has to be approved."),
        Remedies.OtcExchange =>
            Until(version, today, validThrough, known,
            [Clauses.P1, Clauses.P4, Clauses.T1, Clauses.T4, .. facts.IsCited ? [Clauses.T5, Clauses.T6]
            : Array.Empty<string>(), Clauses.T8, Clauses.T9],
            "A replacement to stock when the defect is confirmed, never a credit; without a fault the unit comes back."
                + (OtcRules.IsLateRequest(version, line, today)
                ? $" The request comes more than {version.Settings.OtcRequestFlagDays} days after the exchange." : "")),
        Remedies.AdvanceReplacement =>
            Until(version, today, validThrough, known, [Clauses.P1, Clauses.P4, Clauses.V1, Clauses.V2, Clauses.V4, Clauses.V5, Clauses.V6],
            $"Order the same item now, naming this number; the price paid{Price(line)} is credited when the defective unit has been " +
                "received and inspected.") with { ExpectedAmount = Paid(line) },
        _ => Credit(version, line, today, validThrough, known, deadline),
    };

    // The last day for the arrival is that of the number, counted from its issue.
    private static Decision Until(
        PolicyVersion version, DateOnly today, DateOnly validThrough, ValueList<Fact> known, ValueList<string> clauses, string reason) =>
        new Decision(Outcome.Yes, version.Id, today, clauses, $"{reason} It must reach the dock by {validThrough.Iso()}.", known, [],
            null, validThrough)
            .CountedFrom(version, IssuancePolicy.ValidityAnchor(version, today));

    private static Decision Repair(
        PolicyVersion version, LineFacts line, DateOnly today, DateOnly validThrough, ValueList<Fact> known, ValueList<string> clauses,
        string reason) =>
        validThrough == IssuancePolicy.TicketValidThrough
            ? new Decision(Outcome.Yes, version.Id, today, clauses, reason, known, [], null, WarrantyPeriod.On(line, today)?.EndsOn)
                .CountedFrom(version, WarrantyRules.Anchor(line))
            : Until(version, today, validThrough, known, [.. clauses, Clauses.P4], reason);

    private static Decision Credit(
        PolicyVersion version, LineFacts line, DateOnly today, DateOnly validThrough, ValueList<Fact> known,
        (DateOnly Day, string Anchor)? deadline)
    {
        var windowEnd = deadline?.Day;
        var lastDay = windowEnd < validThrough && windowEnd >= today ? windowEnd.Value : validThrough;
        var cause = lastDay == validThrough ? "the RMA number expires"
            : $"the {version.Settings.CreditWindowDays}-day credit window closes";
        var deed = line.IsLicense ? "be decided with its code unused" : "reach the dock";
        var condition = line.IsLicense ? Clauses.C7 : Clauses.C4;
        return new Decision(
            Outcome.Yes, version.Id, today, [Clauses.P1, Clauses.P2, Clauses.P4, Clauses.C1, Clauses.C2, condition],
            $"May come back for credit: it must {deed} by {lastDay.Iso()}, when {cause}.", known, [], null, lastDay)
            .CountedFrom(version, lastDay == validThrough ? IssuancePolicy.ValidityAnchor(version, today)
                : deadline?.Anchor) with { ExpectedAmount = Paid(line) };
    }

    // Only an override grants it after the warranty's last day.
    private static string Cover(DateOnly? end, ValueList<PolicyOverride> used) => used.Count == 0
        ? $"Under warranty until {end.Iso()}, tested today and fixed"
        : $"Granted by override {used[0].Id}, although the warranty ended on {end.Iso()}, and fixed";

    private static Money? Paid(LineFacts line) =>
        line is { NetPrice: { } price, Currency: { } currency } ? new Money(price, currency) : null;

    private static string Price(LineFacts line) => Paid(line) is { } paid ? $", {paid}," : "";

    private static string[] DriveClauses(LineFacts line) => line.HasDrive ? [Clauses.D1, Clauses.D4, Clauses.D5] : [];
}
