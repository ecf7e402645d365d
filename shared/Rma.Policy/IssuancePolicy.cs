namespace Rma.Policy;

/// <summary>Who may send what back: decides a request for an RMA number (P1, P2, P4, C1, C2, C7; rules 1–5, 11, 12, 112).</summary>
public static class IssuancePolicy
{
    /// <summary>Last local day, inclusive, on which a number issued on this date may be scanned at the dock (P4, A-01, A-03).</summary>
    public static DateOnly ValidThrough(PolicyVersion version, DateOnly issuedOn) =>
        PolicyCalendar.LastDay(issuedOn, version.Settings.RmaValidityDays);

    /// <summary>
    /// Decides a request. A no to remedy or account is a no to every line. An unknown account refers the request, whatever its lines.
    /// Otherwise one yes is enough for a number; lines with another answer are not authorised by it.
    /// </summary>
    public static IssuanceDecision Decide(PolicyVersion version, IssuanceFacts facts)
    {
        var today = version.Calendar.LocalDate(facts.RequestedAt);
        var validThrough = ValidThrough(version, today);
        Finding[] requester = [.. RequesterRules.Findings(version, facts)];
        ValueList<LineOutlook> lines = [.. facts.Lines.Select(line => Outlook(version, facts, line, requester, today, validThrough))];
        var known = RequesterRules.Known(facts, today);

        if (Objection.From(requester) is { } objection)
            return new(objection.Explain(version, today, known, null), objection.Code, lines, null);
        if (lines.Any(line => line.Decision.Outcome == Outcome.Yes))
            return new(Authorized(version, today, known, lines, validThrough), null, lines, validThrough);
        return NothingAuthorized(version, today, known, lines);
    }

    private static LineOutlook Outlook(
        PolicyVersion version, IssuanceFacts facts, LineFacts line, IEnumerable<Finding> requester, DateOnly today, DateOnly validThrough)
    {
        var accountKnown = facts.Account is not null;
        var known = LineRules.Known(line, accountKnown);
        var windowEnd = LineRules.WindowEnd(version, line, accountKnown);
        if (Objection.From(requester.Concat(LineRules.Findings(version, line, today, accountKnown))) is { } objection)
            return new(line.Item, objection.Explain(version, today, known, windowEnd), objection.Code);

        var lastDay = windowEnd < validThrough ? windowEnd.Value : validThrough;
        var cause = lastDay == validThrough
            ? "the RMA number expires"
            : $"the {version.Settings.CreditWindowDays}-day credit window closes";
        var deed = line.IsLicense ? "be decided with its code unused" : "reach the dock";
        var condition = line.IsLicense ? Clauses.C7 : Clauses.C4;
        return new(line.Item, new Decision(
            Outcome.Yes, version.Id, today, [Clauses.P1, Clauses.P2, Clauses.P4, Clauses.C1, Clauses.C2, condition],
            $"May come back for credit: it must {deed} by {lastDay:yyyy-MM-dd}, when {cause}.", known, [], null, lastDay), null);
    }

    private static Decision Authorized(
        PolicyVersion version, DateOnly today, ValueList<Fact> known, ValueList<LineOutlook> lines, DateOnly validThrough) =>
        new(Outcome.Yes, version.Id, today, [Clauses.P1, Clauses.P2, Clauses.P4, Clauses.C1],
            $"An RMA number is issued for {lines.Count(line => line.Decision.Outcome == Outcome.Yes)} of {lines.Count} item(s), " +
            $"valid through {validThrough:yyyy-MM-dd}.", known, [], null, validThrough);

    private static IssuanceDecision NothingAuthorized(
        PolicyVersion version, DateOnly today, ValueList<Fact> known, ValueList<LineOutlook> lines)
    {
        LineOutlook[] open = [.. lines.Where(line => line.Decision.Outcome == Outcome.Refer)];
        var deciding = open.Length > 0 ? open : [.. lines];
        var outcome = open.Length > 0 ? Outcome.Refer : Outcome.No;
        var reason = outcome == Outcome.Refer
            ? "No item can be authorised yet; somebody must look at those whose facts are incomplete."
            : "No item can be authorised.";
        string[] whys = [.. deciding.Select(line => line.Decision.Reason).Distinct()];
        return new(new Decision(
                outcome, version.Id, today, [.. deciding.SelectMany(line => line.Decision.Clauses).Prepend(Clauses.P2).Distinct()],
                whys.Length == 1 ? $"{reason} {whys[0]}" : reason, known,
                [.. deciding.SelectMany(line => line.Decision.MissingFacts).Distinct()],
                whys.Length == 1 ? deciding[0].Decision.WouldChange : "Each item says what would change its answer.", null),
            outcome == Outcome.Refer ? "rma.facts-missing" : "rma.no-eligible-item", lines, null);
    }
}
