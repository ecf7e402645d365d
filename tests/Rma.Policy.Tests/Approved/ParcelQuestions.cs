using static Rma.Policy.Tests.Examples;

namespace Rma.Policy.Tests.Approved;

/// <summary>Parcels at the dock.</summary>
internal static class ParcelQuestions
{
    private static readonly PolicyVersion CollectAllowed =
        Altered(document => document.Setting("freightCollectIsRefused")["value"] = false);

    private static DateOnly LastDay => InvoiceDay.AddDays(30);

    private static DateTimeOffset IssuedAt => NoonOf(InvoiceDay);

    public static IEnumerable<Question> All =>
    [
        .. Markings.Of("marking", Scan(NoonOf(LastDay), LastDay), Answer),
        .. Times.Of("open number",
            Scan(NoonOf(LastDay), LastDay) with { Authorization = new DockAuthorization.Open(LastDay, IssuedAt) }, Answer),
        .. Times.Of("cancelled number",
            Scan(NoonOf(LastDay), LastDay) with { Authorization = new DockAuthorization.Cancelled(NoonOf(LastDay), LastDay, IssuedAt) },
            Answer),
        .. Markings.Of("where collect is allowed", Scan(NoonOf(LastDay), LastDay), facts =>
            Wording.Of(DockPolicy.Judge(CollectAllowed, facts))),
    ];

    private static string Answer(DockFacts facts) => Wording.Of(DockPolicy.Judge(Us, facts));

    private static Variants<DockFacts> Markings => new()
    {
        { "legible", facts => facts },
        { "none", facts => facts with { Marking = new Marking.None() } },
        { "none, collect", facts => facts with { Marking = new Marking.None(), Freight = FreightTerms.Collect } },
        { "illegible", facts => facts with { Marking = new Marking.Illegible() } },
        { "several numbers", facts => facts with { Marking = new Marking.Illegible(true) } },
        { "collect", facts => facts with { Freight = FreightTerms.Collect } },
        { "a ticket", facts => facts with
        {
            Marking = new Marking.Legible(RmaNumber.FromSequence(7, isTicket: true)),
            Authorization = new DockAuthorization.Open(IssuancePolicy.TicketValidThrough),
        } },
        { "unknown number", facts => facts with { Authorization = new DockAuthorization.NotKnown() } },
        { "unknown number, collect", facts => facts with
            { Authorization = new DockAuthorization.NotKnown(), Freight = FreightTerms.Collect } },
        { "unknown number after the hold", facts => facts with { Authorization = new DockAuthorization.NotKnown(), HoldElapsed = true } },
        { "known number after the hold", facts => facts with { HoldElapsed = true } },
        { "unknown number, clock far off", facts => facts with
            { Authorization = new DockAuthorization.NotKnown(), TimeIsUnreliable = true } },
        { "clock far off", facts => facts with { TimeIsUnreliable = true } },
        { "no marking, but an authorization", facts => facts with
        {
            Marking = new Marking.None(), TimeIsUnreliable = true,
            Authorization = new DockAuthorization.Cancelled(NoonOf(LastDay), LastDay, IssuedAt),
        } },
    };

    private static Variants<DockFacts> Times => new()
    {
        { "last second", facts => facts with { ScannedAt = Local(LastDay.Year, LastDay.Month, LastDay.Day, 23, 59, 59) } },
        { "first second after", facts => facts with { ScannedAt = NoonOf(LastDay).AddHours(12) } },
        { "a second before noon", facts => facts with { ScannedAt = NoonOf(LastDay).AddSeconds(-1) } },
        { "at noon", facts => facts },
        { "at the issue", facts => facts with { ScannedAt = IssuedAt } },
        { "five minutes before the issue", facts => facts with { ScannedAt = IssuedAt.AddMinutes(-5) } },
        { "more than five minutes before the issue", facts => facts with { ScannedAt = IssuedAt.AddMinutes(-5).AddSeconds(-1) } },
        { "a year late and collect", facts => facts with { ScannedAt = NoonOf(LastDay.AddDays(365)), Freight = FreightTerms.Collect } },
    };
}
