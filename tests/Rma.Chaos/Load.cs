using System.Collections.Concurrent;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>Many concurrent consignments, through the public APIs only.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
    private readonly Doors doors;
    private readonly Feed feed;
    private readonly People people;
    private readonly Journal journal;
    private readonly FinanceLog finance;
    private readonly ConcurrentQueue<string> serials = new();
    private readonly PlotRunner plots;
    private int quiet;

    public Load(Settings settings, Journal journal, FinanceLog finance, Action<string, int, string> heard)
    {
        (this.journal, this.finance, doors, feed) = (journal, finance, new Doors(settings, heard, Journey.NotYet), new Feed(settings));
        people = new People(doors);
        plots = new PlotRunner(doors, feed, finance, journal, today);
    }

    /// <summary>The number of started units.</summary>
    public int Begun => serials.Count;

    /// <summary>The number of finished units: finance has a note, or receives none.</summary>
    public int Ended => finance.Count + Volatile.Read(ref quiet);

    /// <summary>Waits until so many have finished.</summary>
    public Task HasEnded(double number, CancellationToken ct) => Until(() => Ended >= number, ct);

    /// <summary>Waits until so many have begun.</summary>
    public Task HasBegun(double number, CancellationToken ct) => Until(() => Begun >= number, ct);

    private static async Task Until(Func<bool> so, CancellationToken ct)
    {
        while (!so()) await Task.Delay(100, ct);
    }

    /// <summary>Their serial numbers.</summary>
    public IEnumerable<string> Serials => serials;

    /// <summary>Accounts and products. Separate facts, the same in every run.</summary>
    public async Task Introduce()
    {
        var since = new DateOnly(2021, 1, 1);
        await feed.AccountChanged(LoadPlan.Account, "Chaos Distribution", "distributor", true, since);
        foreach (var product in LoadPlan.Sold) await feed.ProductChanged(product, since);
    }

    /// <summary>Everything that the feed was told so far, once more, as publishers do when they are asked to.</summary>
    public Task TellFeedAgain() => feed.TellAgain();

    /// <summary>As fast as possible, with a limit on concurrency.</summary>
    public Task Carry(IReadOnlyList<Consignment> consignments, int clients, int seed, CancellationToken ct) =>
        Parallel.ForEachAsync(consignments, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = ct },
            async (consignment, token) => await One(consignment, seed, token));

    /// <summary>At a fixed rate, independent of the progress of earlier ones.</summary>
    public async Task Arrive(IReadOnlyList<Consignment> consignments, TimeSpan every, int seed, CancellationToken ct)
    {
        var underWay = new List<Task>();
        foreach (var consignment in consignments)
        {
            if (Enough) break;
            underWay.Add(One(consignment, seed, ct));
            await Task.Delay(every, ct);
        }

        await Task.WhenAll(underWay);
    }

    /// <summary>Stops new arrivals.</summary>
    public bool Enough { get; set; }

    private async Task One(Consignment consignment, int seed, CancellationToken ct)
    {
        foreach (var unit in consignment.Units) serials.Enqueue(unit.Serial);
        var announcement = new Announcement(feed, journal, new Random(seed ^ consignment.Number), today,
            [.. consignment.Plots.SelectMany(cast => PlotRunner.Cast(cast.Item))]);
        await announcement.Say(consignment.Units);
        if (consignment.Plots.Count > 0) await Task.WhenAll(consignment.Plots.Select(cast => plots.Play(cast.Plot, cast.Item, ct)));
        else await new Journey(people, journal).Go(consignment, ct);
        await announcement.SayAgain();
        foreach (var unit in consignment.Units.Where(unit => !unit.IsQuiet)) await finance.Heard(unit.Serial).WaitAsync(ct);
        Interlocked.Add(ref quiet, consignment.Units.Count(unit => unit.IsQuiet));
    }

    public async ValueTask DisposeAsync()
    {
        await feed.DisposeAsync();
        doors.Dispose();
    }
}

/// <summary>
/// The invoices of a consignment as an unreliable billing system sends them: in any order, some twice, some again at the end. For units
/// with plots also their shipments.
/// </summary>
internal sealed class Announcement(Feed feed, Journal journal, Random random, DateOnly today, IReadOnlyList<Case> cases)
{
    private readonly List<Unit> again = [];

    public async Task Say(IReadOnlyList<Unit> units)
    {
        var order = units.Concat(units.Where(_ => random.Next(20) == 0)).ToArray();
        random.Shuffle(order);
        again.AddRange(units.Where(_ => random.Next(20) == 0));
        foreach (var unit in order)
        {
            await Invoice(unit);
            journal.Write(new { step = "confirmed", unit.Serial, unit.Credit });
        }
    }

    public async Task SayAgain()
    {
        foreach (var unit in again) await Invoice(unit);
    }

    private async Task Invoice(Unit unit)
    {
        if (cases.Count == 0)
        {
            await feed.UnitInvoiced(unit.Serial, unit.Product.Sku, LoadPlan.Account, today.AddDays(-10), unit.Price, unit.Tax);
            return;
        }

        var item = cases.Single(one => one.Serial == unit.Serial);
        var date = today.AddDays(-item.DaysSinceInvoice);
        if (!unit.Product.IsLicense)
            await feed.UnitShipped(
                unit.Serial, unit.Product.Sku, LoadPlan.Account, new DateTimeOffset(date.ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero));
        if (item.InvoicedAhead) await feed.UnitInvoiced(unit.Serial, unit.Product.Sku, LoadPlan.Account, date, unit.Price, unit.Tax);
    }
}
