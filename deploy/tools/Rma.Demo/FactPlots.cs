using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>Facts that were wrong at first: invoice lines that move, withdrawn facts, corrected orders. The final state counts.</summary>
internal static class FactPlots
{
    public const string ShippedAgain = "shipment taken back";
    public const string MovedAwayKind = "credited, then moved away";
    private const string Advance = "advance-replacement";

    public static readonly Plot[] All =
    [
        new("line moved here", Catalogue.Camera, 20, "credited", 180m, MovedHere, InvoicedAhead: false),
        new(MovedAwayKind, Catalogue.Camera, 20, "credited", 180m, MovedAwayAndReviewed),
        new("price corrected", Catalogue.Camera, 20, "credited", 180m, PriceCorrected, InvoicedAhead: false),
        new("bought for nothing", Catalogue.Camera, 20, "nothing-due", null, BoughtForNothing, InvoicedAhead: false),
        new("activation taken back", Catalogue.License, 10, "credited", 50m, ActivationTakenBack),
        new(ShippedAgain, Catalogue.Camera, 100, "repaired", null, ShipmentTakenBack, Remedy: "warranty-repair"),
        new("two returned, one ordered", Catalogue.Camera, 60, "credited", 180m, OneOrdered, Remedy: Advance, Pair: true),
        new("one order, two numbers", Catalogue.Camera, 60, "credited", 180m, OneOrderForTwo, Remedy: Advance, Pair: true),
        new("order moved to another", Catalogue.Camera, 60, "credited", 180m, OrderMoved, Remedy: Advance, Pair: true),
        new("order cancelled, replaced", Catalogue.Camera, 60, "credited", 180m, OrderReplaced, Remedy: Advance),
    ];

    // The line named another serial number first. There was no purchase for this one then, so its request is referred, and withdrawn.
    private static async Task MovedHere(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var decoy = c.Serial + "D";
        await InEitherOrder(c, () => Invoice(feed, c, decoy, Price(c), 1), () => Invoice(feed, c, c.Serial, Price(c), 2));
        await a.WaitUntilHeard(c.Serial, "unit_purchase_recorded", said => Revision(said) == 2, ct);
        c.Went(c.Backwards ? "moved here, heard backwards" : "moved here");
        await TakeBack(a, c, decoy, ct);
        await Plots.Whole(a, c, ct);
    }

    /// <summary>Requests a return of an unknown serial number, and withdraws the request.</summary>
    private static async Task TakeBack(Actors a, Case c, string serial, CancellationToken ct)
    {
        var referred = await a.Partner(c).Post("ISSUANCE", "/rmas", new { remedy = c.Remedy, items = new[] { serial } }, ct);
        var withdrawn = await a.Partner(c).Post("ISSUANCE", $"/rmas/{referred.Text("rmaId")}/withdrawal",
            new { reason = "the serial number was mistyped" }, ct);
        var stands = (await a.Partner(c).Get("ISSUANCE", $"/rmas/{referred.Text("rmaId")}", ct)).Text("state");
        c.Went(referred.Status == 202 && stands == "withdrawn" ? "the other one referred, withdrawn"
            : $"THE OTHER ONE {referred.Status} {withdrawn.Status} {stands}");
    }

    /// <summary>A credit is final; when the line it is based on moves to another unit, it is reported as in question.</summary>
    public static async Task MovedAway(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await Plots.Whole(a, c, ct);
        await Invoice(feed, c, c.Serial + "D", Price(c), 2);
        await Actors.Until(() => a.Analyst.Get("CREDIT", "/credits-in-question", ct), answer => Questions(answer, c)
            .Contains("credit.line-moved"), ct);
        c.Went("in question: its line moved");
    }

    private static async Task MovedAwayAndReviewed(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await MovedAway(a, feed, c, ct);
        var returnId = (await a.System.Get("ISSUANCE", $"/returns?rmaNumber={c.RmaNumber}", ct)).Body![0]!["returnId"]!.GetValue<string>();
        var reviewed = await a.Analyst.Post("CREDIT", $"/credit-cases/{returnId}/review", new { outcome = "stands",
            reason = "the correction is wrong, says the order desk" }, ct);
        var open = Questions(await a.Analyst.Get("CREDIT", "/credits-in-question", ct), c);
        c.Went(reviewed.Status == 204 && !open.Any() ? "reviewed: it stands" : $"REVIEW {reviewed.Status} {reviewed.Code}");
    }

    private static IEnumerable<string> Questions(Answer answer, Case c) => answer.Body!.AsArray()
        .Where(question => question!["serialNumber"]!.GetValue<string>() == c.Serial).Select(question =>
            question!["kind"]!.GetValue<string>());

    private static async Task PriceCorrected(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await InEitherOrder(c, () => Invoice(feed, c, c.Serial, Price(c) + 20m, 1), () => Invoice(feed, c, c.Serial, Price(c), 2));
        await a.WaitUntilHeard(c.Serial, "unit_purchase_recorded", said => Revision(said) == 2, ct);
        c.Went("price corrected");
        await Plots.Whole(a, c, ct);
    }

    private static async Task BoughtForNothing(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await Invoice(feed, c, c.Serial, 0m, 1);
        await a.WaitUntilHeard(c.Serial, "unit_purchase_recorded", _ => true, ct);
        await Plots.Whole(a, c, ct);
    }

    private static async Task ActivationTakenBack(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await InEitherOrder(
            c, () => feed.LicenseActivated(c.Serial, c.Product.Sku, a.Now.AddDays(-1), 1),
            () => feed.LicenseActivated(c.Serial, c.Product.Sku, a.Now.AddDays(-1), 2, withdrawn: true));
        await a.WaitUntilHeard(c.Serial, "license_activation_recorded", said => Revision(said) == 2, ct);
        c.Went("activation taken back");
        await Plots.Finish(a, c, ct);
    }

    // A decision based on a shipment is decided again when it is withdrawn, and again when it is restored.
    private static async Task ShipmentTakenBack(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Validate(c, ct);
        var shippedAt = new DateTimeOffset(InvoiceDates.Of(c).ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero);
        await feed.UnitShipped(c.Serial, c.Product.Sku, c.Account, shippedAt, revision: 2, withdrawn: true);
        await a.Counter.DecidedAgain(c, yes: false, ct);
        await feed.UnitShipped(c.Serial, c.Product.Sku, c.Account, shippedAt, revision: 3);
        await a.Counter.DecidedAgain(c, yes: true, ct);
        await RemedyPlots.Mended(a, c, ct);
    }

    // The first one that arrives uses the ordered unit; the other one waits until two are ordered.
    private static async Task OneOrdered(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var (twin, order) = (c.Twin!, $"PO-{c.Serial}");
        await Both(c, one => a.Request(one, ct));
        await feed.PurchaseOrderPlaced(order, c.Account, null, [c.RmaNumber!, twin.RmaNumber!], [new(1, c.Product.Sku, 1, 199m)], a.Now);
        await Both(c, one => Noted(a, one, order, 1, ct));
        await Tested(a, c, ct);
        await RemedyPlots.Ended(a, c, ct);
        await Tested(a, twin, ct);
        var returnId = (await a.System.Get("ISSUANCE", $"/returns?rmaNumber={twin.RmaNumber}", ct))
            .Body![0]!["returnId"]!.GetValue<string>();
        var waiting = await Actors.Until(() => a.Analyst.Get("CREDIT", $"/credit-cases/{returnId}", ct), answer =>
            answer.Text("state") == "referred", ct);
        twin.Went($"waits ({waiting.Text("code")})");
        await feed.PurchaseOrderPlaced(order, c.Account, null, [c.RmaNumber!, twin.RmaNumber!], [new(1, c.Product.Sku, 2, 199m)], a.Now,
            revision: 2);
        twin.Went("two are ordered");
        await RemedyPlots.Ended(a, twin, ct);
    }

    private static async Task OneOrderForTwo(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var (twin, order) = (c.Twin!, $"PO-{c.Serial}");
        await Both(c, one => a.Request(one, ct));
        await feed.PurchaseOrderPlaced(
            order, c.Account, null, null,
            [new(1, c.Product.Sku, 1, 199m, c.RmaNumber), new(2, c.Product.Sku, 1, 199m, twin.RmaNumber)], a.Now);
        await Both(c, one => Noted(a, one, order, 1, ct));
        await Both(c, one => Tested(a, one, ct));
        await Both(c, one => RemedyPlots.Ended(a, one, ct));
    }

    // The order names one number first and the other one later; the first one gets its own order.
    private static async Task OrderMoved(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var (twin, order, own) = (c.Twin!, $"PO-{c.Serial}", $"PO-{c.Serial}-2");
        await Both(c, one => a.Request(one, ct));
        var placed = a.Now;
        await InEitherOrder(
            c, () => feed.PurchaseOrderPlaced(order, c.Account, c.RmaNumber, c.Product.Sku, 199m, placed),
            () => feed.PurchaseOrderPlaced(order, c.Account, twin.RmaNumber, c.Product.Sku, 199m, placed, revision: 2));
        await Noted(a, twin, order, 2, ct);
        await feed.PurchaseOrderPlaced(own, c.Account, c.RmaNumber, c.Product.Sku, 199m, a.Now);
        await Noted(a, c, own, 1, ct);
        await Both(c, one => Tested(a, one, ct));
        await Both(c, one => RemedyPlots.Ended(a, one, ct));
    }

    private static async Task OrderReplaced(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var (order, other, placed) = ($"PO-{c.Serial}", $"PO-{c.Serial}-2", a.Now);
        await InEitherOrder(
            c, () => feed.PurchaseOrderPlaced(order, c.Account, c.RmaNumber, c.Product.Sku, 199m, placed),
            () => feed.PurchaseOrderPlaced(order, c.Account, c.RmaNumber, c.Product.Sku, 199m, placed, revision: 2, cancelled: true));
        // Sent in reverse order, the number was never named.
        if (!c.Backwards) await a.WaitUntilTold(c, "replacement_order_unnamed", said =>
            said["purchaseOrderId"]!.GetValue<string>() == order, ct);
        c.Went("order cancelled");
        await feed.PurchaseOrderPlaced(other, c.Account, c.RmaNumber, c.Product.Sku, 199m, a.Now);
        await Noted(a, c, other, 1, ct);
        await Tested(a, c, ct);
        await RemedyPlots.Ended(a, c, ct);
    }

    private static async Task Noted(Actors a, Case c, string order, int revision, CancellationToken ct)
    {
        await a.WaitUntilTold(c, "replacement_order_noted", said => said["purchaseOrderId"]!.GetValue<string>() == order
            && Revision(said) == revision, ct);
        c.Went("ordered");
    }

    private static async Task Tested(Actors a, Case c, CancellationToken ct)
    {
        await RemedyPlots.InTheHouse(a, c, ct);
        await a.Workshop.Test(c, fault: true, ct);
    }

    private static async Task Both(Case c, Func<Case, Task> act)
    {
        await act(c);
        await act(c.Twin!);
    }

    private static async Task InEitherOrder(Case c, Func<Task> first, Func<Task> second)
    {
        if (c.Backwards) (first, second) = (second, first);
        await first();
        await second();
    }

    private static Task Invoice(Feed feed, Case c, string serial, decimal price, int revision) =>
        feed.UnitInvoiced(serial, c.Product.Sku, c.Account, InvoiceDates.Of(c), price, revision: revision, invoice: c.Serial);

    private static decimal Price(Case c) => c.Credit ?? c.Product.Price;

    private static int Revision(JsonNode said) => said["revision"]?.GetValue<int>() ?? 1;
}
