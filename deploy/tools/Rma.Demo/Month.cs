using System.Globalization;
using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>
/// A month of returns, day by day on the platform's clock, over the Sunday on which the clocks change: requests, parcels, unanswered
/// quotes. At the end every deadline must have fired on its policy-local date, and every return must have ended as planned.
/// </summary>
internal sealed class Month(Settings settings, int serials) : IAsyncDisposable
{
    private const int Days = 30, Afterwards = 36;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    // The clocks spring forward on 14 March 2027, in the middle of it.
    private static readonly DateOnly First = new(2027, 2, 22);

    private readonly Doors doors = new(settings);
    private readonly Feed feed = new(settings);
    private readonly FinanceDesk finance = new(settings);
    private readonly string run = TimeProvider.System.GetUtcNow().ToString("MMddHHmmss", CultureInfo.InvariantCulture);
    private readonly List<string> wrong = [];
    private long offsetSeconds;

    private DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(offsetSeconds);

    /// <summary>The plan for one serial number.</summary>
    /// <param name="AskedOn">Day of the request; <paramref name="SentOn"/> day of the parcel, null for one that is never sent.</param>
    private sealed record Plan(Case Item, int AskedOn, int? SentOn);

    public async Task<int> Play(CancellationToken ct)
    {
        finance.Open();
        var actors = new Actors(doors, finance, () => Now, run);
        await MoveTo(First, ct);
        InvoiceDates.Today = First;
        var plans = Enumerable.Range(0, serials).Select(Make).ToArray();
        Console.WriteLine($"{serials} serial numbers, {Days} days of requests from {First:yyyy-MM-dd}, clocks change on 2027-03-14");
        await Publish(plans, ct);
        await Parallel.ForEachAsync(plans, ct, async (plan, token) =>
            await actors.WaitUntilHeard(plan.Item, ["unit_shipment_recorded", "unit_purchase_recorded"], token));
        foreach (var marker in new[] { Catalogue.Camera, Catalogue.Dome })
            await actors.WaitUntilJudged(await MarkerOf(marker), ct);

        for (var day = 0; day <= Days + Afterwards; day++)
        {
            await MoveTo(First.AddDays(day), ct);
            var asked = plans.Where(plan => plan.AskedOn == day).ToArray();
            var sent = plans.Where(plan => plan.SentOn == day).ToArray();
            await Each(asked, plan => actors.Request(plan.Item, ct), ct);
            await Each(sent, plan => Arrive(actors, plan, ct), ct);
            if (day % 5 == 0) Console.WriteLine($"  {First.AddDays(day):yyyy-MM-dd}  {asked.Length,4} asked {sent.Length,4} arrived " +
                $"{plans.Count(plan => plan.Item.Outcome is not null),5} ended");
        }

        await Each(plans.Where(plan => plan.Item.Outcome is null && plan.Item.Kind != "silent"), async plan =>
            plan.Item.Outcome = await actors.End(plan.Item, ct), ct);
        await Each(plans, plan => CheckDates(plan, ct), ct);
        return Report(plans);
    }

    public async ValueTask DisposeAsync()
    {
        await finance.DisposeAsync();
        await feed.DisposeAsync();
        doors.Dispose();
    }

    // Of ten: six are returned for credit, two are never sent, one old unit is quoted without an answer, one is scanned on its last valid
    // day.
    private Plan Make(int n)
    {
        var (kind, asked) = (n % 10, n * Days / serials);
        var serial = $"{run}-M{n:00000}";
        return kind switch
        {
            < 6 => new(new Case("credited", serial, Catalogue.Camera, "ACME", 5, "credited", 180m), asked, asked + 1 + (n % 25)),
            6 or 7 => new(new Case("never sent", serial, Catalogue.Camera, "ACME", 5, "expired", null), asked, null),
            8 => new(new Case("silent", serial, Catalogue.Dome, "ACME", 400, "", null, "paid-repair"), asked, asked + 2),
            _ => new(new Case("last good day", serial, Catalogue.Camera, "ACME", 5, "credited", 180m), asked, asked + 30),
        };
    }

    private async Task Publish(Plan[] plans, CancellationToken ct)
    {
        var since = new DateOnly(2021, 1, 1);
        await feed.AccountChanged("ACME", "Acme Distribution", "distributor", true, since);
        foreach (var product in new[] { Catalogue.Camera, Catalogue.Dome }) await feed.ProductChanged(product, since);
        foreach (var item in plans.Select(plan => plan.Item))
        {
            ct.ThrowIfCancellationRequested();
            var date = First.AddDays(-item.DaysSinceInvoice);
            await feed.UnitShipped(item.Serial, item.Product.Sku, item.Account,
                new DateTimeOffset(date.ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero));
            await feed.UnitInvoiced(item.Serial, item.Product.Sku, item.Account, date, item.Product.Price);
        }
    }

    private async Task<Case> MarkerOf(Product product)
    {
        var marker = new Case("marker", $"{run}-MARK-{product.Sku}", product, "ACME", 1, "authorized", null);
        await feed.UnitInvoiced(marker.Serial, product.Sku, "ACME", First.AddDays(-1), 1m);
        await feed.UnitShipped(marker.Serial, product.Sku, "ACME", Now.AddDays(-1));
        return marker;
    }

    private async Task Arrive(Actors actors, Plan plan, CancellationToken ct)
    {
        var returnId = await actors.Receive(plan.Item, ct);
        await actors.Inspect(plan.Item, returnId, ct);
        if (plan.Item.Kind == "silent")
        {
            await actors.Workshop.Quote(plan.Item, await actors.Workshop.Diagnose(plan.Item, ct), 150m, ct);
            await Notices(plan.Item, "quote-waiting", 1, ct); // published before the day is over
        }
        else plan.Item.Outcome = await actors.End(plan.Item, ct, arrived: true);
    }

    // All dates are the policy's: the notice on day 20, the expiry after the grace period for offline scanners, the quote's reminder and
    // escalation.
    private async Task CheckDates(Plan plan, CancellationToken ct)
    {
        var issued = First.AddDays(plan.AskedOn);
        if (plan.Item.Kind == "silent")
        {
            var quoted = First.AddDays(plan.SentOn!.Value);
            var dates = await Notices(plan.Item, "quote-waiting", 3, ct);
            Check(plan, "quote, reminder, escalation", [quoted, quoted.AddDays(8), quoted.AddDays(31)], dates);
            plan.Item.Outcome = "";
            return;
        }

        if (plan.Item.Outcome != plan.Item.Expected) Wrong(plan, $"ended as {plan.Item.Outcome}");
        var arrived = plan.SentOn is { } sent ? First.AddDays(sent) : DateOnly.MaxValue;
        Check(plan, "notice of expiry", arrived >= issued.AddDays(20) && arrived != issued.AddDays(20) ? [issued.AddDays(20)] : [],
            arrived == issued.AddDays(20) ? [] : await Notices(plan.Item, "about-to-expire", arrived > issued.AddDays(20) ? 1 : 0, ct));
        if (plan.Item.Kind == "never sent") Check(plan, "expiry", [issued.AddDays(33)], await Expiry(plan.Item, ct));
    }

    private async Task<DateOnly[]> Notices(Case item, string kind, int atLeast, CancellationToken ct)
    {
        var desk = doors.As("returns-desk", "dora");
        var answer = await Actors.Until(
            () => desk.Get("ISSUANCE", $"/notices?rmaNumber={item.RmaNumber}&kind={kind}", ct), said =>
                said.Body!.AsArray().Count >= atLeast, ct);
        return [.. answer.Body!.AsArray().Select(notice => Local(notice!["postedAt"]!)).Order()];
    }

    private async Task<DateOnly[]> Expiry(Case item, CancellationToken ct)
    {
        var story = await doors.As("auditor", "audrey").Get("ISSUANCE", $"/rmas/{item.RmaNumber}/story", ct);
        return [.. story.Body!.AsArray().Where(line => line!["details"]!["to"]?.GetValue<string>() == "Expired")
            .Select(line => Local(line!["details"]!["movedAt"]!))];
    }

    private static DateOnly Local(JsonNode at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.GetValue<DateTimeOffset>(), Zone).DateTime);

    private void Check(Plan plan, string what, DateOnly[] expected, DateOnly[] seen)
    {
        if (!expected.SequenceEqual(seen)) Wrong(plan, $"{what} on {string.Join(", ", seen)} instead of {string.Join(", ", expected)}");
    }

    private void Wrong(Plan plan, string what)
    {
        lock (wrong) wrong.Add($"{plan.Item.Kind} {plan.Item.Serial} (asked on {First.AddDays(plan.AskedOn):yyyy-MM-dd}): {what}");
    }

    private int Report(Plan[] plans)
    {
        var credits = finance.Deliveries.Where(note => note["serialNumber"]!.GetValue<string>().StartsWith(run, StringComparison.Ordinal))
            .DistinctBy(note => note["creditId"]!.GetValue<string>()).ToArray();
        var (paid, due) = (credits.Sum(note => note["amount"]!.GetValue<decimal>()), plans.Sum(plan => plan.Item.Credit ?? 0m));
        foreach (var kind in plans.GroupBy(plan => plan.Item.Kind)) Console.WriteLine($"  {kind.Key,-16} {kind.Count(),5}");
        Console.WriteLine($"  {credits.Length} credits, {paid:0.00} USD of {due:0.00}");
        foreach (var line in wrong.Take(20)) Console.WriteLine($"  ✗ {line}");
        var good = wrong.Count == 0 && paid == due;
        Console.WriteLine(good
            ? $"\n✓ {plans.Length} returns in {Days + Afterwards} days: every deadline fired on its policy-local date, " +
                "over the change of the clocks, and every return ended as planned."
            : $"\n✗ {wrong.Count} of {plans.Length} returns went otherwise.");
        Console.WriteLine("  The platform's clock was moved on for this; ./rma clock real sets it back.");
        return good ? 0 : 1;
    }

    private static Task Each(IEnumerable<Plan> plans, Func<Plan, Task> act, CancellationToken ct) =>
        Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = ct }, async (plan, _) =>
            await act(plan));

    // Ten in the morning there: the deadlines of the night have fired.
    private async Task MoveTo(DateOnly day, CancellationToken ct)
    {
        var morning = day.ToDateTime(new TimeOnly(10, 0));
        offsetSeconds = (long)(new DateTimeOffset(morning, Zone.GetUtcOffset(morning)) - TimeProvider.System.GetUtcNow()).TotalSeconds;
        foreach (var service in Topology.Settings)
            await doors.With("RMA_OPERATOR_KEY").Put(service, "/platform/clock", new { offsetSeconds }, ct);
    }
}
