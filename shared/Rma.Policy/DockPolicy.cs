namespace Rma.Policy;

/// <summary>Decides whether a parcel is accepted (P2, P3, P4; rules 3–14).</summary>
public static class DockPolicy
{
    /// <summary>Differences between two clocks up to this are ignored.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Judges a parcel as of its scan. A number cancelled after the scan is judged as open; at the instant of cancellation it is no longer
    /// valid. A parcel that is refused for another reason is not held. A scan dated before the issue of its number is implausible: its time
    /// is ignored, and a person enters the arrival time.
    /// </summary>
    public static DockJudgement Judge(PolicyVersion version, DockFacts facts)
    {
        var scannedOn = version.Calendar.LocalDate(facts.ScannedAt);
        var known = Known(facts, scannedOn);
        var lastDay = LastDay(facts);
        return Objection.From(Findings(version, facts, scannedOn)) switch
        {
            null => new DockJudgement.Accepted(new Decision(
                Outcome.Yes, version.Id, scannedOn, [Clauses.P2, Clauses.P3, Clauses.P4],
                lastDay is null
                    ? $"The parcel is marked with {Number(facts)}, which does not expire, and comes in."
                    : $"The parcel is marked with {Number(facts)}, valid through {lastDay.Iso()}, and comes in.",
                known, [], null, lastDay)
                .CountedFrom(version, $"validity of {Number(facts)}")),
            { Outcome: Outcome.No } refusal => new DockJudgement.Refused(
                refusal.Code, refusal.Explain(version, scannedOn, known, lastDay).CountedFrom(version, $"validity of {Number(facts)}")),
            var hold => new DockJudgement.Held(
                hold.Code, TimeSpan.FromHours(version.Settings.UnknownNumberHoldHours), hold.Explain(version, scannedOn, known, null)),
        };
    }

    // A ticket has no last day.
    private static DateOnly? LastDay(DockFacts facts) =>
        ValidThrough(facts) is { } day && day != IssuancePolicy.TicketValidThrough ? day : null;

    private static IEnumerable<Finding> Findings(PolicyVersion version, DockFacts facts, DateOnly scannedOn) =>
        OfNumber(facts, scannedOn).Concat(OfFreight(version, facts.Freight));

    private static IEnumerable<Finding> OfNumber(DockFacts facts, DateOnly scannedOn) => (facts.Marking, facts.Authorization) switch
    {
        (Marking.None, _) =>
            [Finding.No(ParcelRefusals.Unmarked, [Clauses.P3],
                "The outer packaging carries no RMA or ticket number.", "A clear marking on the outer packaging.")],
        (Marking.Illegible { NamesSeveral: true }, _) =>
            [Finding.No(ParcelRefusals.Illegible, [Clauses.P3],
                "The marking on the outer packaging names several RMA or ticket numbers.",
                "A marking with one number on the outer packaging.")],
        (Marking.Illegible, _) =>
            [Finding.No(ParcelRefusals.Illegible, [Clauses.P3],
                "The marking on the outer packaging cannot be read as an RMA or ticket number.",
                "A clear marking on the outer packaging.")],
        (_, not DockAuthorization.NotKnown) when facts.TimeIsUnreliable =>
            [Finding.Refer(ParcelRefusals.TimeImplausible, [Clauses.P2],
                "The clock of the device is so far off that its scan does not say when the parcel came.",
                "A person says when the parcel came.")],
        (_, not DockAuthorization.NotKnown) when IssuedAt(facts) is { } issuedAt && facts.ScannedAt + ClockTolerance < issuedAt =>
            [Finding.Refer(ParcelRefusals.TimeImplausible, [Clauses.P2],
                $"The scan is dated {facts.ScannedAt.UtcMinute()}, " +
                    $"before {Number(facts)} was issued ({issuedAt.UtcMinute()}).",
                "A person says when the parcel came.")],
        (_, DockAuthorization.Cancelled cancelled) when facts.ScannedAt >= cancelled.CancelledAt =>
            [Finding.No(ParcelRefusals.Cancelled, [Clauses.P2, Clauses.P3],
                $"{Number(facts)} was cancelled before the parcel came.", "A new RMA number.")],
        (_, not DockAuthorization.NotKnown) when scannedOn > ValidThrough(facts) =>
            [Finding.No(ParcelRefusals.Expired, [Clauses.P4, Clauses.P3],
                $"{Number(facts)} was valid through {ValidThrough(facts).Iso()}; the parcel came on {scannedOn.Iso()}.",
                "A new RMA number; an expired one is never revived.")],
        (_, DockAuthorization.NotKnown) when facts.HoldElapsed =>
            [Finding.No(ParcelRefusals.UnknownNumber, [Clauses.P3],
                $"{Number(facts)} was never issued.", "A number that was issued for this return.")],
        (_, DockAuthorization.NotKnown) =>
            [Finding.Unknown(ParcelRefusals.UnknownNumber, [Clauses.P3], $"authorization {Number(facts)}")],
        _ => [],
    };

    private static IEnumerable<Finding> OfFreight(PolicyVersion version, FreightTerms freight) =>
        freight == FreightTerms.Collect && version.Settings.FreightCollectIsRefused
            ? [Finding.No(ParcelRefusals.FreightCollect, [Clauses.P2],
                "The freight has not been prepaid.", "Freight prepaid by the customer.")]
            : [];

    private static DateOnly? ValidThrough(DockFacts facts) => (facts.Marking, facts.Authorization) switch
    {
        (Marking.Legible, DockAuthorization.Open open) => open.ValidThrough,
        (Marking.Legible, DockAuthorization.Cancelled cancelled) => cancelled.ValidThrough,
        _ => null,
    };

    private static DateTimeOffset? IssuedAt(DockFacts facts) => facts.Authorization switch
    {
        DockAuthorization.Open open => open.IssuedAt,
        DockAuthorization.Cancelled cancelled => cancelled.IssuedAt,
        _ => null,
    };

    private static DateTimeOffset? CancelledAt(DockFacts facts) =>
        facts is { Marking: Marking.Legible, Authorization: DockAuthorization.Cancelled cancelled } ? cancelled.CancelledAt : null;

    private static RmaNumber? Number(DockFacts facts) => (facts.Marking as Marking.Legible)?.Number;

    private static ValueList<Fact> Known(DockFacts facts, DateOnly scannedOn) => Facts.Known(
        ("scanned at", facts.ScannedAt, "dock scan"),
        ("scan date", scannedOn, "dock scan"),
        ("marking", Number(facts)?.ToString() ?? (facts.Marking is Marking.None ? "none" : "illegible"), "dock scan"),
        ("freight", FreightInWords.Of(facts.Freight), "dock scan"),
        ("valid through", ValidThrough(facts), "authorization"),
        ("cancelled at", CancelledAt(facts), "authorization"));
}
