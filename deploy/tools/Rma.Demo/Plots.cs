namespace Rma.Demo;

/// <summary>A kind of return: its feed facts, its expected results, and its steps on each of the three days of the demo.</summary>
/// <param name="Today">The day of the request.</param>
/// <param name="Later">Twelve days on.</param>
/// <param name="AtTheEnd">Thirty-four days on, when every number has expired.</param>
/// <param name="InvoicedAhead">False when the plot sends the invoice itself.</param>
/// <param name="Pair">Whether it uses two units.</param>
internal sealed record Plot(
    string Kind, Product Product, int DaysSinceInvoice, string Expected, decimal? Credit,
    Func<Actors, Feed, Case, CancellationToken, Task> Today, Func<Actors, Feed, Case, CancellationToken, Task>? Later = null,
    Func<Actors, Feed, Case, CancellationToken, Task>? AtTheEnd = null, string Account = "ACME",
    string Remedy = "credit-return", decimal? Charge = null, bool InvoicedAhead = true, bool Pair = false)
{
    /// <summary>A case of it; for a pair, with the other unit.</summary>
    public Case Case(string serial) => Pair ? One(serial) with { Twin = One(serial + "B") } : One(serial);

    private Case One(string serial) => new(Kind, serial, Product, Account, DaysSinceInvoice, Expected, Credit, Remedy, Charge,
        InvoicedAhead);
}

/// <summary>All variants of a credit return.</summary>
internal static class Plots
{
    public static readonly Plot[] All = [.. Credits, .. RemedyPlots.All, .. FactPlots.All, .. DoorPlots.All];

    private static Plot[] Credits =>
    [
        new("sealed", Catalogue.Camera, 20, "credited", 180.00m, (a, _, c, ct) => Whole(a, c, ct)),
        new("sealed recorder", Catalogue.Recorder, 45, "credited", 1_249.99m, (a, _, c, ct) => Whole(a, c, ct, bench: true)),
        new("open box", Catalogue.Monitor, 30, "credited", 178.75m, (a, _, c, ct) => Whole(a, c, ct, open: true)),
        new("open and incomplete", Catalogue.Dome, 60, "credited", 480.38m, (a, _, c, ct) => Whole(a, c, ct, open: true, incomplete: true)),
        new("scratched", Catalogue.Camera, 20, "credited", 120.00m, (a, _, c, ct) =>
            Whole(a, c, ct, open: true, damaged: true, analyst: 120.00m)),
        new("dropped", Catalogue.MobileRecorder, 20, "returned-unrepaired", null, (a, _, c, ct) =>
            Whole(a, c, ct, open: true, damaged: true, analystDenies: true, bench: true)),
        new("licence", Catalogue.License, 10, "credited", 50.00m, (a, _, c, ct) => Finish(a, c, ct)),
        new("activated license", Catalogue.License, 10, "denied rma.no-eligible-item", null, (a, _, c, ct) => DeniedAtOnce(a, c, ct)),
        new("day 91", Catalogue.Camera, 91, "denied rma.no-eligible-item", null, (a, _, c, ct) => DeniedAtOnce(a, c, ct)),
        new("retailer", Catalogue.Camera, 5, "denied rma.role-not-eligible", null, (a, _, c, ct) =>
            DeniedAtOnce(a, c, ct), Account: "SHOP"),
        new("terminated", Catalogue.Camera, 5, "denied rma.account-not-authorized", null, (a, _, c, ct) =>
            DeniedAtOnce(a, c, ct), Account: "GONE"),
        new("asked twice", Catalogue.Camera, 12, "credited", 180.00m, AskedTwice),
        new("invoice came late", Catalogue.Monitor, 15, "credited", 210.30m, InvoiceCameLate, InvoicedAhead: false),
        new("unmarked first", Catalogue.Camera, 12, "credited", 180.00m, (a, _, c, ct) => RefusedFirst(a, c, null, "prepaid", ct)),
        new("illegible first", Catalogue.Camera, 12, "credited", 180.00m, (a, _, c, ct) => RefusedFirst(a, c, "RMA-?7?2", "prepaid", ct)),
        new("freight collect first", Catalogue.Camera, 12, "credited", 180.00m, (a, _, c, ct) => RefusedFirst(a, c, "", "collect", ct)),
        new("with a stranger inside", Catalogue.Camera, 12, "credited", 180.00m, StrangerInside),
        new("cancelled", Catalogue.Camera, 12, "cancelled", null, Cancelled),
        new("late for the window", Catalogue.Dome, 80, "returned-unrepaired", null, Requested, Later: (a, _, c, ct) =>
            Arrive(a, c, ct, bench: true)),
        new("never sent", Catalogue.Camera, 12, "expired", null, Requested, AtTheEnd: (a, _, c, ct) => Expire(a, c, ct)),
        new("sent too late", Catalogue.Camera, 12, "expired", null, Requested, AtTheEnd: SentTooLate),
        new("scanner offline", Catalogue.Camera, 12, "credited", 180.00m, Requested, AtTheEnd: ScannerOffline),
    ];

    internal static async Task Whole(
        Actors a, Case c, CancellationToken ct, bool open = false, bool incomplete = false, bool damaged = false, decimal? analyst = null,
        bool analystDenies = false, bool bench = false)
    {
        await a.Request(c, ct);
        await Arrive(a, c, ct, open, incomplete, damaged, analyst, analystDenies, bench);
    }

    internal static async Task Arrive(
        Actors a, Case c, CancellationToken ct, bool open = false, bool incomplete = false, bool damaged = false, decimal? analyst = null,
        bool analystDenies = false, bool bench = false, DateTimeOffset? scannedAt = null)
    {
        var returnId = await a.Receive(c, ct, scannedAt);
        await a.Inspect(c, returnId, ct, open, incomplete, damaged);
        if (analyst is not null || analystDenies) await a.Analyse(c, returnId, analyst, ct);
        if (bench) await a.Bench(c, ct);
        c.Outcome = await a.End(c, ct, arrived: true);
    }

    internal static async Task Finish(Actors a, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        c.Outcome = await a.End(c, ct);
    }

    internal static async Task DeniedAtOnce(Actors a, Case c, CancellationToken ct) =>
        c.Outcome = $"denied {(await a.Request(c, ct)).Code}";

    internal static Task Requested(Actors a, Feed feed, Case c, CancellationToken ct) => a.Request(c, ct);

    private static async Task AskedTwice(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var second = await a.Request(c, ct);
        if (second.Status != 409) c.Went("A SECOND REMEDY WAS OPENED");
        await Arrive(a, c, ct);
    }

    private static async Task InvoiceCameLate(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var referred = await a.Request(c, ct);
        await feed.UnitInvoiced(c.Serial, c.Product.Sku, c.Account, InvoiceDates.Of(c), c.Product.Price);
        while (c.RmaNumber is null)
        {
            await Task.Delay(200, ct);
            await a.Reconsider(c, referred, ct);
        }

        await Arrive(a, c, ct);
    }

    private static async Task RefusedFirst(Actors a, Case c, string? marking, string freight, CancellationToken ct)
    {
        await a.Request(c, ct);
        var refused = await a.Scan(c, marking?.Length == 0 ? c.RmaNumber : marking, ct, freight);
        if (refused.Text("answer") != "refused") c.Went("IT WAS LET IN");
        await Arrive(a, c, ct);
    }

    private static async Task StrangerInside(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var parcel = (await a.Scan(c, c.RmaNumber, ct)).Text("parcelId");
        await a.Judged(parcel, ct);
        var stranger = await a.Unit(parcel, $"{c.Serial}-X", ct);
        c.Went(stranger.Text("answer"));
        var unit = await a.Unit(parcel, c.Serial, ct);
        c.Went(unit.Text("answer"));
        await a.Inspect(c, unit.Text("returnId"), ct);
        c.Outcome = await a.End(c, ct);
    }

    private static async Task Cancelled(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        await a.Cancel(c, ct);
        c.Outcome = await a.End(c, ct);
        await a.Scan(c, c.RmaNumber, ct);
    }

    internal static async Task Expire(Actors a, Case c, CancellationToken ct) => c.Outcome = await a.End(c, ct);

    private static async Task SentTooLate(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var parcel = await a.Scan(c, c.RmaNumber, ct);
        if (parcel.Text("code") != "parcel.expired") c.Went("IT WAS LET IN");
        c.Outcome = await a.End(c, ct);
    }

    // The scan was made on the last valid day and reported days later: the time of the scan counts.
    private static Task ScannerOffline(Actors a, Feed feed, Case c, CancellationToken ct) =>
        Arrive(a, c, ct, scannedAt: InvoiceDates.LastGoodScan);
}

/// <summary>Dates shared by the plots, by the platform's clock.</summary>
internal static class InvoiceDates
{
    public static DateOnly Today { get; set; }

    public static DateTimeOffset LastGoodScan { get; set; }

    public static DateOnly Of(Case item) => Today.AddDays(-item.DaysSinceInvoice);
}
