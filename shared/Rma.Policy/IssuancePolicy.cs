namespace Rma.Policy;

/// <summary>
/// Decides a request for an RMA number or a ticket number (P1, P2, P4 and the clauses of the remedy; rules 1–5, 11, 12, 112).
/// </summary>
public static class IssuancePolicy
{
    /// <summary>Last local day, inclusive, on which a number issued on this date may be scanned at the dock (P4, A-01, A-03).</summary>
    public static DateOnly ValidThrough(PolicyVersion version, DateOnly issuedOn) =>
        PolicyCalendar.LastDay(issuedOn, version.Settings.RmaValidityDays);

    /// <summary>The start of the period that ends on <see cref="ValidThrough"/>.</summary>
    internal static string ValidityAnchor(PolicyVersion version, DateOnly issuedOn) =>
        PolicyCalendar.Anchor("issue date", issuedOn, version.Settings.RmaValidityDays);

    /// <summary>The text used when there is no last day: a ticket does not expire .</summary>
    public static DateOnly TicketValidThrough => DateOnly.MaxValue;

    /// <summary>
    /// Decides a request. A denial for remedy or account denies every line. An unknown account refers the request, whatever its lines.
    /// Otherwise one approved line is enough for a number; other lines are not authorized by it.
    /// </summary>
    public static IssuanceDecision Decide(PolicyVersion version, IssuanceFacts facts)
    {
        var today = version.Calendar.LocalDate(facts.RequestedAt);
        var validThrough = facts.ByTicket ? TicketValidThrough : ValidThrough(version, today);
        Finding[] requester = [.. RequesterRules.Findings(version, facts)];
        ValueList<LineOutlook> lines = [.. facts.Lines.Select(line => Outlook(version, facts, line, requester, today, validThrough))];
        var known = RequesterRules.Known(facts, today);

        if (Objection.From(requester) is { } objection)
            return new(objection.Explain(version, today, known, null), objection.Code, lines, null);
        if (lines.Any(line => line.Decision.Outcome == Outcome.Yes))
            return new(Authorized(version, facts, today, known, lines, validThrough), null, lines, validThrough);
        return NothingAuthorized(version, today, known, lines);
    }

    private static LineOutlook Outlook(
        PolicyVersion version, IssuanceFacts facts, LineFacts line, IEnumerable<Finding> requester, DateOnly today, DateOnly validThrough)
    {
        var known = LineRules.Known(facts, line);
        var deadline = LineRules.Deadline(version, facts, line, today);
        var findings = requester.Concat(LineRules.Findings(version, facts, line, today));
        var lifted = Lifted.From(version, today, line.Overrides, findings);
        return Objection.From(lifted.Findings) is { } objection
            ? new(line.Item, objection.Explain(version, today, known, deadline?.Day).CountedFrom(version, deadline?.Anchor), objection.Code)
            : new(line.Item, lifted.Mark(Promise.Of(version, facts, line, today, validThrough, known, deadline, lifted.Used)), null);
    }

    private static Decision Authorized(
        PolicyVersion version, IssuanceFacts facts, DateOnly today, ValueList<Fact> known, ValueList<LineOutlook> lines,
        DateOnly validThrough)
    {
        var items = lines.Count == 1 ? "item" : "items";
        var authorized = $"for {lines.Count(line => line.Decision.Outcome == Outcome.Yes)} of {lines.Count} {items}";
        return facts.ByTicket
            ? new(Outcome.Yes, version.Id, today, [Clauses.P1, Clauses.P2, Clauses.P3],
                $"A ticket number is issued {authorized}; it does not expire.", known, [], null, null)
            : new Decision(Outcome.Yes, version.Id, today, [Clauses.P1, Clauses.P2, Clauses.P4, .. Promise.NumberClauses(facts.Remedy)],
                $"An RMA number is issued {authorized}, valid through {validThrough.Iso()}.", known, [], null, validThrough)
                .CountedFrom(version, ValidityAnchor(version, today));
    }

    private static IssuanceDecision NothingAuthorized(
        PolicyVersion version, DateOnly today, ValueList<Fact> known, ValueList<LineOutlook> lines)
    {
        LineOutlook[] open = [.. lines.Where(line => line.Decision.Outcome == Outcome.Refer)];
        var deciding = open.Length > 0 ? open : [.. lines];
        var outcome = open.Length > 0 ? Outcome.Refer : Outcome.No;
        var reason = outcome == Outcome.Refer
            ? "No item can be authorized yet; somebody must look at those whose facts are incomplete."
            : "No item can be authorized.";
        string[] whys = [.. deciding.Select(line => line.Decision.Reason).Distinct()];
        return new(new Decision(
                outcome, version.Id, today, [.. deciding.SelectMany(line => line.Decision.Clauses).Prepend(Clauses.P2).Distinct()],
                whys.Length == 1 ? $"{reason} {whys[0]}" : reason, known,
                [.. deciding.SelectMany(line => line.Decision.MissingFacts).Distinct()],
                whys.Length == 1 ? deciding[0].Decision.WouldChange : "Each item says what would change its answer.", null),
            outcome == Outcome.Refer ? "rma.facts-missing" : "rma.no-eligible-item", lines, null);
    }
}
