using System.Globalization;

namespace Rma.Demo;

/// <summary>The complete demo: the feed, three days of returns, and the final check.</summary>
internal sealed class ThreeDays(Settings settings, int size) : IAsyncDisposable
{
    private readonly Doors doors = new(settings);
    private readonly Feed feed = new(settings);
    private readonly FinanceDesk finance = new(settings);
    private readonly string run = TimeProvider.System.GetUtcNow().ToString("MMddHHmmss", CultureInfo.InvariantCulture);
    private long offsetSeconds;

    private DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(offsetSeconds);

    public async Task<int> Play(CancellationToken ct)
    {
        finance.Open();
        var actors = new Actors(doors, finance, () => Now, run);
        await ReadClock(ct);
        // The policy's calendar is that of Los Angeles; a scan at 23:30 there on the last valid day is reported later by an offline
        // scanner.
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        InvoiceDates.Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, zone).DateTime);
        var lastEvening = InvoiceDates.Today.AddDays(30).ToDateTime(new TimeOnly(23, 30));
        InvoiceDates.LastGoodScan = new DateTimeOffset(lastEvening, zone.GetUtcOffset(lastEvening)).ToUniversalTime();

        var cases = Plots.All.SelectMany(plot =>
            Enumerable.Range(1, plot.Remedy == "credit-return" ? size : Math.Max(1, size / 5)).Select(n => (plot, item: Make(plot, n))))
            .ToArray();
        Case[] all = [.. cases.SelectMany(pair => pair.item.Twin is { } twin ? new[] { pair.item, twin } : [pair.item])];
        var progress = new Progress(all.Length);
        progress.Say(
            $"Feed: {Catalogue.All.Length} products, 4 accounts, {all.Length} units and licenses, shuffled, "
            + "with duplicates and corrections");
        await PublishFeed(all);
        await WaitUntilKnown(actors, all, ct);

        progress.Say("Day 0: requests, parcels, inspections");
        var started = progress.Elapsed;
        await Act(cases, plot => plot.Today, actors, progress, ct);
        var took = progress.Elapsed - started;
        var whole = all.Count(item =>
            item.Outcome is "credited" or "returned-unrepaired" or "repaired" or "replaced" or "exchanged" or "no-fault-found");

        progress.Say("Day 12: what arrives after its credit window");
        await MoveClock(12 * 86_400, ct);
        await Act(cases, plot => plot.Later, actors, progress, ct);
        progress.Say("Day 34: the numbers have run out");
        await MoveClock(22 * 86_400, ct);
        await Act(cases, plot => plot.AtTheEnd, actors, progress, ct);

        return await new Reckoning(settings, doors, finance).Report(all, whole, took, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await finance.DisposeAsync();
        await feed.DisposeAsync();
        doors.Dispose();
    }

    private Case Make(Plot plot, int n)
    {
        var kind = string.Concat(plot.Kind.Split(' ').Select(word => char.ToUpperInvariant(word[0])));
        return plot.Case($"{run}-{Array.IndexOf(Plots.All, plot):00}{kind}-{n:000}");
    }

    private async Task PublishFeed(Case[] cases)
    {
        // Master data are separate facts, the same in every run: sent again, they are repeats.
        var since = new DateOnly(2021, 1, 1);
        var messages = new List<Func<Task>>
        {
            () => feed.AccountChanged("ACME", "Acme Distribution", "distributor", true, since),
            () => feed.AccountChanged("INTEG", "Able Integration", "integrator", true, since),
            () => feed.AccountChanged("SHOP", "Corner Shop", "retailer", true, since),
            () => feed.AccountChanged("GONE", "Gone Integration", "integrator", true, since),
            () => feed.AccountChanged("GONE", "Gone Integration", "integrator", false, since.AddYears(4), revision: 2),
        };
        messages.AddRange(Catalogue.All.Select(product => (Func<Task>)(() => feed.ProductChanged(product, since))));
        foreach (var (item, index) in cases.Select((item, index) => (item, index)))
        {
            var date = InvoiceDates.Of(item);
            var shippedAt = new DateTimeOffset(date.ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero);
            if (!item.Product.IsLicense)
                messages.Add(() => feed.UnitShipped(
                item.Serial, item.Product.Sku, item.Account, item.Kind == "corrected ship date" ? shippedAt.AddDays(-12) : shippedAt));
            if (item.InvoicedAhead) messages.Add(() => feed.UnitInvoiced(item.Serial, item.Product.Sku, item.Account, date,
                item.Product.Price));
            if (item.Kind == "activated license")
                messages.Add(() => feed.LicenseActivated(item.Serial, item.Product.Sku, shippedAt.AddDays(1)));
            // One in five is sent twice, one in ten is corrected; the correction may arrive first.
            if (index % 5 == 0 && item.InvoicedAhead) messages.Add(() => feed.UnitInvoiced(item.Serial, item.Product.Sku, item.Account,
                date, item.Product.Price));
            if (index % 10 == 3 && !item.Product.IsLicense
                && item.Kind is not ("corrected ship date" or FactPlots.ShippedAgain))
                messages.Add(() => feed.UnitShipped(item.Serial, item.Product.Sku, item.Account, shippedAt.AddHours(3), revision: 2));
        }

        var order = messages.ToArray();
        new Random(4711).Shuffle(order);
        foreach (var message in order) await message();
    }

    // The feed's queues are consumed in parallel: one processed message says nothing about another. So every item is queried, and every
    // account and product is queried with a marker until nothing is unknown.
    private async Task WaitUntilKnown(Actors actors, Case[] cases, CancellationToken ct)
    {
        var products = cases.Select(item => item.Product).Distinct().Where(product => !product.IsLicense);
        Case[] markers =
        [
            .. products.Select(product => Marker(product.Sku, product, "ACME", "authorized")),
            Marker("LIC", Catalogue.License, "ACME", "denied"), // activated: a license that may come back would be credited at once
            Marker("SHOP", Catalogue.Camera, "SHOP", "denied"),
            Marker("GONE", Catalogue.Camera, "GONE", "denied"),
            Marker("INTEG", Catalogue.Camera, "INTEG", "authorized"),
        ];
        foreach (var marker in markers)
        {
            await feed.UnitInvoiced(marker.Serial, marker.Product.Sku, marker.Account, InvoiceDates.Of(marker), 1m);
            if (marker.Product.IsLicense) await feed.LicenseActivated(marker.Serial, marker.Product.Sku, Now.AddHours(-1));
            else await feed.UnitShipped(marker.Serial, marker.Product.Sku, marker.Account, Now.AddDays(-1));
        }

        await Parallel.ForEachAsync(cases.Concat(markers), ct, async (item, token) =>
            await actors.WaitUntilHeard(item, FactsOf(item), token));
        foreach (var marker in markers) await actors.WaitUntilJudged(marker, ct);
    }

    private Case Marker(string name, Product product, string account, string expected) =>
        new("marker", $"{run}-MARK-{name}", product, account, 1, expected, null);

    private static string[] FactsOf(Case item) =>
    [
        .. item.Product.IsLicense ? Array.Empty<string>() : ["unit_shipment_recorded"],
        .. item.InvoicedAhead ? ["unit_purchase_recorded"] : Array.Empty<string>(),
        .. item.Kind == "activated license" || item is { Kind: "marker", Product.IsLicense: true } ? ["license_activation_recorded"]
            : Array.Empty<string>(),
    ];

    private async Task Act(
        (Plot Plot, Case Item)[] cases, Func<Plot, Func<Actors, Feed, Case, CancellationToken, Task>?> act, Actors actors,
        Progress progress, CancellationToken ct)
    {
        var queue = cases.Where(pair => act(pair.Plot) is not null).OrderBy(pair => pair.Item.Serial[^3..], StringComparer.Ordinal)
            .ToArray();
        await Parallel.ForEachAsync(queue, new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = ct },
            async (pair, token) =>
        {
            await act(pair.Plot)!(actors, feed, pair.Item, token);
            if (pair.Item.Outcome is not null) progress.Ended(pair.Item);
            if (pair.Item.Twin is { Outcome: not null } twin) progress.Ended(twin);
        });
    }

    private async Task ReadClock(CancellationToken ct) =>
        offsetSeconds = (await doors.With("RMA_OPERATOR_KEY").Get("ISSUANCE", "/platform/clock", ct))
            .Body!["offsetSeconds"]!.GetValue<long>();

    private async Task MoveClock(long seconds, CancellationToken ct)
    {
        offsetSeconds += seconds;
        foreach (var service in Topology.Settings)
            await doors.With("RMA_OPERATOR_KEY").Put(service, "/platform/clock", new { offsetSeconds }, ct);
    }
}
