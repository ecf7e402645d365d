using Rma.Demo;

namespace Rma.Chaos;

/// <summary>Many consignments on their way at the same time, through the public doors only.</summary>
internal sealed class Load(Settings settings, Journal journal, FinanceLog finance, Action<string, int> heard) : IAsyncDisposable
{
    private readonly Doors doors = new(settings, heard);
    private readonly Feed feed = new(settings);
    private int begun;
    private int ended;

    /// <summary>How many units' lifecycles have begun.</summary>
    public int Begun => Volatile.Read(ref begun);

    /// <summary>How many came to their end, as far as their people can see: finance has the note.</summary>
    public int Ended => Volatile.Read(ref ended);

    /// <summary>Who and what is sold. Facts of their own, the same in every run.</summary>
    public async Task Introduce()
    {
        var since = new DateOnly(2021, 1, 1);
        await feed.AccountChanged(Goods.Account, "Chaos Distribution", "distributor", true, since);
        foreach (var product in new[] { Catalogue.Camera, Catalogue.Recorder, Catalogue.License }) await feed.ProductChanged(product, since);
    }

    public Task Carry(IReadOnlyList<Consignment> goods, int clients, int seed, CancellationToken ct)
    {
        var people = new People(doors);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return Parallel.ForEachAsync(goods, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = ct }, async (consignment, token) =>
        {
            Interlocked.Add(ref begun, consignment.Units.Count);
            var announcement = new Announcement(feed, journal, new Random(seed ^ consignment.Number), today);
            await announcement.Say(consignment.Units);
            await new Journey(people, finance, journal).Go(consignment, token);
            await announcement.SayAgain();
            foreach (var unit in consignment.Units) await finance.NoteFor(unit.Serial).WaitAsync(token);
            Interlocked.Add(ref ended, consignment.Units.Count);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await feed.DisposeAsync();
        doors.Dispose();
    }
}

/// <summary>The invoices of a consignment as a careless billing system tells them: in any order, some twice, some again when everything is over.</summary>
internal sealed class Announcement(Feed feed, Journal journal, Random random, DateOnly today)
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

    private Task Invoice(Unit unit) => feed.UnitInvoiced(unit.Serial, unit.Product.Sku, Goods.Account, today.AddDays(-10), unit.Price, unit.Tax);
}
