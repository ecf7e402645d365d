using System.Text.Json.Nodes;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>Runs the demo's plots under faults, with the same people and devices.</summary>
internal sealed class PlotRunner
{
    private readonly Actors actors;
    private readonly Feed feed;
    private readonly Doors.Visitor desk;
    private readonly DateOnly today;

    public PlotRunner(Doors doors, Feed feed, FinanceLog finance, Journal journal, DateOnly today)
    {
        (this.feed, this.today, desk) = (feed, today, doors.As("returns-desk", "dora"));
        InvoiceDates.Today = today;
        actors = new Actors(doors, new Notes(finance, journal), () => TimeProvider.System.GetUtcNow(), Guid.CreateVersion7().ToString("N"));
    }

    /// <summary>All actors of a case.</summary>
    public static IEnumerable<Case> Cast(Case item) => item.Twin is { } twin ? [item, twin] : [item];

    /// <summary>From the moment when its facts are known; the results are checked later, from finance and the books.</summary>
    public async Task Play(Plot plot, Case item, CancellationToken ct)
    {
        foreach (var one in Cast(item)) await Known(one, ct);
        // Not reviewed here: it must be in question in the end.
        await (plot.Kind == FactPlots.MovedAwayKind ? FactPlots.MovedAway : plot.Today)(actors, feed, item, ct);
    }

    // Account, product, shipment and invoice arrive concurrently; a request without one of them would be referred.
    private async Task Known(Case item, CancellationToken ct)
    {
        var remedy = item.Product.IsLicense ? "credit-return" : "warranty-repair";
        if (item.InvoicedAhead) await actors.WaitUntilHeard(item.Serial, "unit_purchase_recorded", _ => true, ct);
        await Actors.Until(
            () => desk.Get("ISSUANCE", $"/units/{item.Serial}/eligibility?asOf={today:yyyy-MM-dd}&accountId={item.Account}", ct),
            answer => answer.Body!["remedies"]!.AsArray().Single(one =>
                one!["remedy"]!.GetValue<string>() == remedy)!["missingFacts"]!.AsArray().Count == 0, ct);
    }

    private sealed class Notes(FinanceLog finance, Journal journal) : INotes
    {
        public JsonNode? NoteFor(string serial) => finance.CreditFor(serial);

        public JsonNode? ChargeFor(string serial) => finance.ChargeFor(serial);

        public void Ended(Case item) => journal.Write(new { step = "done", serial = item.Serial, returnId = item.RmaNumber });
    }
}
