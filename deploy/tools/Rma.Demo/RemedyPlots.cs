namespace Rma.Demo;

/// <summary>All remedies besides the credit return, with all their outcomes.</summary>
internal static class RemedyPlots
{
    private const string Repair = "warranty-repair", Paid = "paid-repair", Exchange = "otc-exchange", Advance = "advance-replacement";

    public static readonly Plot[] All =
    [
        new("repaired under warranty", Catalogue.Camera, 100, "repaired", null, async (a, _, c, ct) =>
            await Mended(a, c, ct), Remedy: Repair),
        new("repaired, sent overnight", Catalogue.Camera, 100, "repaired", null,
            async (a, _, c, ct) =>
                await Mended(a, c, ct, freight: new { service = "UPS Next Day Air", cost = 61.70m, groundCost = 14.20m }), Remedy: Repair,
            Charge: 47.50m),
        new("recorder under warranty", Catalogue.Recorder, 100, "repaired", null, async (a, _, c, ct) =>
            await Mended(a, c, ct), Remedy: Repair),
        new("beyond repair", Catalogue.Camera, 100, "replaced", null, Swapped, Remedy: Repair),
        new("nothing wrong with it", Catalogue.Camera, 100, "no-fault-found", null, NothingWrong, Remedy: Repair),
        new("tampered, approved", Catalogue.Camera, 100, "repaired", null, async (a, _, c, ct) =>
            await Quoted(a, c, 90m, ct, exclusion: "tampered"), Remedy: Repair, Charge: 90m),
        new("tampered, declined", Catalogue.Camera, 100, "returned-unrepaired", null, Declined, Remedy: Repair, Charge: 93.50m),
        new("eaten by a bear", Catalogue.Camera, 100, "repaired", null, async (a, _, c, ct) =>
            await Quoted(a, c, 90m, ct, otherExclusion: "a bear chewed it"), Remedy: Repair, Charge: 90m),
        new("out of warranty", Catalogue.Dome, 400, "repaired", null, async (a, _, c, ct) =>
            await Quoted(a, c, 150m, ct), Remedy: Paid, Charge: 150m),
        new("quoted twice", Catalogue.Dome, 400, "repaired", null, QuotedTwice, Remedy: Paid, Charge: 170m),
        new("reminded, then approved", Catalogue.Dome, 400, "repaired", null, QuotedOnly, Later: Reminded, Remedy: Paid, Charge: 150m),
        new("silent, then declined", Catalogue.Dome, 400, "returned-unrepaired", null, QuotedOnly, AtTheEnd: Escalated, Remedy: Paid,
            Charge: 93.50m),
        new("old and beyond repair", Catalogue.Dome, 400, "returned-unrepaired", null, OldAndBeyondRepair, Remedy: Paid),
        new("old, asked as new", Catalogue.Dome, 400, "denied rma.no-eligible-item", null, (a, _, c, ct) =>
            Plots.DeniedAtOnce(a, c, ct), Remedy: Repair),
        new("old, let in by two", Catalogue.Dome, 400, "repaired", null, LetIn, Remedy: Repair, Charge: 80m),
        new("on a ticket", Catalogue.Camera, 100, "repaired", null, OnTicket, Remedy: Repair),
        new("exchanged", Catalogue.Camera, 200, "exchanged", null, async (a, _, c, ct) => await Exchanged(a, c, ct), Remedy: Exchange),
        new("exchanged, incomplete", Catalogue.Camera, 200, "exchanged", null, async (a, _, c, ct) =>
            await Exchanged(a, c, ct, incomplete: true), Remedy: Exchange, Charge: 27m),
        new("exchanged for nothing", Catalogue.Camera, 200, "no-fault-found", null, async (a, _, c, ct) =>
            await Exchanged(a, c, ct, fault: false, incomplete: true), Remedy: Exchange),
        new("exchanged, but tampered", Catalogue.Camera, 200, "returned-unrepaired", null, async (a, _, c, ct) =>
            await Exchanged(a, c, ct, exclusion: "tampered"), Remedy: Exchange),
        new("exchanged unasked", Catalogue.Camera, 200, "denied rma.no-eligible-item", null, ExchangedUnasked, Remedy: Exchange),
        new("exchanged by an integrator", Catalogue.Camera, 200, "denied rma.otc-role-not-eligible", null, (a, _, c, ct) =>
            Plots.DeniedAtOnce(a, c, ct), Account: "INTEG", Remedy: Exchange),
        new("corrected ship date", Catalogue.Dome, 176, "eligible", null, Corrected, Remedy: Exchange),
        new("replaced in advance", Catalogue.Camera, 60, "credited", 180m, async (a, f, c, ct) =>
            await Advanced(a, f, c, ct), Remedy: Advance),
        new("in advance, incomplete", Catalogue.Camera, 60, "credited", 153m, async (a, f, c, ct) =>
            await Advanced(a, f, c, ct, incomplete: true), Remedy: Advance),
        new("in advance, with a loaner", Catalogue.Camera, 60, "credited", 180m, async (a, f, c, ct) =>
            await Advanced(a, f, c, ct, loaner: true), Remedy: Advance, Account: "INTEG"),
        new("in advance, another item", Catalogue.Camera, 60, "repaired", null, async (a, f, c, ct) =>
            await Advanced(a, f, c, ct, sku: "EPTZ-3600"), Remedy: Advance),
        new("in advance, nothing wrong", Catalogue.Camera, 60, "no-fault-found", null, async (a, f, c, ct) =>
            await Advanced(a, f, c, ct, fault: false), Remedy: Advance),
        new("in advance, never ordered", Catalogue.Camera, 60, "repaired", null, NeverOrdered, AtTheEnd: RepairedInstead, Remedy: Advance),
        new("in advance, never sent", Catalogue.Camera, 60, "expired", null, OrderedOnly, AtTheEnd: (a, _, c, ct) =>
            Plots.Expire(a, c, ct), Remedy: Advance),
        new("in advance, too late", Catalogue.Camera, 181, "denied rma.no-eligible-item", null, (a, _, c, ct) =>
            Plots.DeniedAtOnce(a, c, ct), Remedy: Advance),
        new("rotated", Catalogue.Monitor, 60, "credited", 210.30m, (a, _, c, ct) => Plots.Whole(a, c, ct), Remedy: "stock-rotation"),
        new("issued anew", Catalogue.Camera, 12, "credited", 180m, Plots.Requested, AtTheEnd: IssuedAnew, Remedy: "stock-rotation"),
        new("disputed", Catalogue.Camera, 91, "dispute upheld", null, Disputed, Remedy: "stock-rotation"),
        new("stranger scrapped", Catalogue.Camera, 12, "credited", 180m, StrangerFound, Later: StrangerScrapped, Remedy: "stock-rotation"),
    ];

    internal static async Task InTheHouse(Actors a, Case c, CancellationToken ct, bool incomplete = false, string? exclusion = null,
        string? otherExclusion = null)
    {
        var returnId = await a.Receive(c, ct);
        await a.Inspect(c, returnId, ct, incomplete: incomplete, exclusion: exclusion, otherExclusion: otherExclusion);
        if (otherExclusion is not null) await a.Agree(c, returnId, ct);
    }

    internal static async Task Ended(Actors a, Case c, CancellationToken ct) => c.Outcome = await a.End(c, ct, arrived: true);

    internal static async Task Mended(Actors a, Case c, CancellationToken ct, object? freight = null)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.Mend(c, await a.Workshop.Diagnose(c, ct), ct, freight);
        await Ended(a, c, ct);
    }

    private static async Task Swapped(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.Swap(c, await a.Workshop.Diagnose(c, ct, repairable: false), ct);
        await Ended(a, c, ct);
        var again = await a.Request(c, ct);
        if (again.Status != 409) c.Outcome = "a second remedy for a swapped unit";
    }

    private static async Task NothingWrong(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.SendBackWithoutFault(c, await a.Workshop.Diagnose(c, ct, fault: false), ct);
        await Ended(a, c, ct);
    }

    private static async Task Quoted(
        Actors a, Case c, decimal amount, CancellationToken ct, string? exclusion = null, string? otherExclusion = null)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct, exclusion: exclusion, otherExclusion: otherExclusion);
        var job = await a.Workshop.Diagnose(c, ct);
        await a.Workshop.Quote(c, job, amount, ct);
        await a.Workshop.Approve(c, job, 1, amount, ct);
        await a.Workshop.Mend(c, job, ct);
        await Ended(a, c, ct);
    }

    private static async Task Declined(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct, exclusion: "tampered");
        var job = await a.Workshop.Diagnose(c, ct);
        await a.Workshop.Quote(c, job, 120m, ct);
        await a.Workshop.Decline(c, job, 1, ct);
        await Ended(a, c, ct);
    }

    private static async Task QuotedTwice(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await QuotedOnly(a, feed, c, ct);
        var job = await a.Workshop.Job(c, "repair", ct);
        await a.Workshop.Approve(c, job, 1, 150m, ct);
        await a.Workshop.Quote(c, job, 170m, ct);
        await a.Workshop.Approve(c, job, 2, 170m, ct);
        await a.Workshop.Mend(c, job, ct);
        await Ended(a, c, ct);
    }

    private static async Task QuotedOnly(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.Quote(c, await a.Workshop.Diagnose(c, ct), 150m, ct);
        await a.Counter.Notice(c, "quote-waiting", "waits for your answer", ct);
    }

    private static async Task Reminded(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Notice(c, "quote-waiting", "still waits", ct);
        c.Went("reminded");
        var job = await a.Workshop.Job(c, "repair", ct);
        await a.Workshop.Approve(c, job, 1, 150m, ct);
        await a.Workshop.Mend(c, job, ct);
        await Ended(a, c, ct);
    }

    // Thirty-four days without an answer: reminded, escalated, and still neither approved nor declined.
    private static async Task Escalated(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Notice(c, "quote-waiting", "still waits", ct);
        var job = await a.Workshop.Job(c, "repair", ct);
        await a.Workshop.Decline(c, job, 1, ct);
        await Ended(a, c, ct);
    }

    private static async Task OldAndBeyondRepair(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.SendBack(c, await a.Workshop.Diagnose(c, ct, repairable: false), ct);
        await Ended(a, c, ct);
    }

    // The override allows the return under the warranty clause; coverage still depends on its dates, so it is quoted.
    private static async Task LetIn(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var denied = await a.Request(c, ct);
        if (denied.Status != 409) c.Went("IT WAS LET IN BEFORE");
        await a.Counter.Override(c, "line.outside-warranty", "W1", ct);
        await Quoted(a, c, 80m, ct);
    }

    private static async Task OnTicket(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Ticket(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.Mend(c, await a.Workshop.Diagnose(c, ct), ct);
        await Ended(a, c, ct);
    }

    private static async Task Exchanged(
        Actors a, Case c, CancellationToken ct, bool fault = true, bool incomplete = false, string? exclusion = null)
    {
        await a.Counter.Validate(c, ct);
        await a.Counter.Exchange(c, ct);
        await a.Request(c, ct);
        await InTheHouse(a, c, ct, incomplete);
        await a.Workshop.Test(c, fault, ct, exclusion);
        if (fault && exclusion is null) await a.Workshop.ReplaceStock(c, ct);
        else await a.Workshop.ReturnTested(c, ct);
        await Ended(a, c, ct);
    }

    private static async Task ExchangedUnasked(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Exchange(c, ct);
        await a.Counter.Validate(c, ct);
        await Plots.DeniedAtOnce(a, c, ct);
    }

    // Shipped twelve days later than first stated: day 188 becomes day 176 of 180.
    private static async Task Corrected(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var first = await a.Counter.Validate(c, ct);
        if (first.Body?["eligible"]?.GetValue<bool>() is not false) c.Went("IT WAS ELIGIBLE BEFORE");
        var date = InvoiceDates.Of(c);
        await feed.UnitShipped(c.Serial, c.Product.Sku, c.Account, new DateTimeOffset(date.ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero),
            revision: 2);
        c.Outcome = await a.Counter.StandingAnswer(c, ct);
    }

    private static async Task Advanced(
        Actors a, Feed feed, Case c, CancellationToken ct, bool fault = true, bool incomplete = false, bool loaner = false,
        string? sku = null)
    {
        await Order(a, feed, c, sku, ct);
        var returnId = await a.Receive(c, ct);
        if (loaner) await a.Counter.Lend(c, returnId, ct);
        await a.Inspect(c, returnId, ct, open: true, incomplete: incomplete);
        await a.Workshop.Test(c, fault, ct);
        if (loaner) await a.Counter.TakeLoanerBack(c, returnId, ct);
        if (!fault) await a.Workshop.ReturnTested(c, ct);
        else if (sku is not null) await a.Workshop.Mend(c, await a.Workshop.Diagnose(c, ct), ct);
        await Ended(a, c, ct);
    }

    private static Task OrderedOnly(Actors a, Feed feed, Case c, CancellationToken ct) => Order(a, feed, c, null, ct);

    private static async Task Order(Actors a, Feed feed, Case c, string? sku, CancellationToken ct)
    {
        await a.Request(c, ct);
        await feed.PurchaseOrderPlaced($"PO-{c.Serial}", c.Account, c.RmaNumber, sku ?? c.Product.Sku, 199m, a.Now);
        c.Went("ordered");
    }

    private static async Task NeverOrdered(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await InTheHouse(a, c, ct);
        await a.Workshop.Test(c, fault: true, ct);
    }

    private static async Task RepairedInstead(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Workshop.Mend(c, await a.Workshop.Diagnose(c, ct), ct);
        await Ended(a, c, ct);
    }

    private static async Task IssuedAnew(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        if (await a.End(c, ct) != "expired") c.Went("IT DID NOT EXPIRE");
        await a.Counter.Reissue(c, ct);
        await Plots.Arrive(a, c, ct);
    }

    private static async Task Disputed(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var denied = await a.Request(c, ct);
        c.Outcome = await a.Counter.Dispute(c, denied.Text("rmaId"), ct);
    }

    private static async Task StrangerFound(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var parcel = (await a.Scan(c, c.RmaNumber, ct)).Text("parcelId");
        await a.Judged(parcel, ct);
        c.Went((await a.Unit(parcel, $"{c.Serial}-X", ct)).Text("answer"));
        var unit = await a.Unit(parcel, c.Serial, ct);
        await a.Inspect(c, unit.Text("returnId"), ct);
    }

    private static async Task StrangerScrapped(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Scrap(c, ct);
        await Ended(a, c, ct);
    }
}
