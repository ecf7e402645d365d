namespace Rma.Demo;

/// <summary>Optional data of requesters on request and shipment, and what scanners read at the dock.</summary>
internal static class DoorPlots
{
    public static readonly Plot[] All =
    [
        new("labels of scanners", Catalogue.Camera, 12, "credited", 180m, LabelsOfScanners),
        new("misread, then undone", Catalogue.Camera, 12, "credited", 180m, Misread),
        new("shipment announced", Catalogue.Camera, 12, "credited", 180m, ShipmentAnnounced),
        new("with reference and reason", Catalogue.Camera, 100, "repaired", null, WithReference, Remedy: "warranty-repair"),
        new("referred, withdrawn", Catalogue.Camera, 12, "withdrawn", null, Withdrawn, InvoicedAhead: false),
        new("exchanged, another fee", Catalogue.Camera, 200, "exchanged", null, AnotherFee, Remedy: "otc-exchange", Charge: 36m),
    ];

    // A Code 128 with its symbology identifier on the carton, a GS1 label on the unit.
    private static async Task LabelsOfScanners(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var parcel = (await a.Scan(c, $"]C0{c.RmaNumber}", ct)).Text("parcelId");
        await a.Judged(parcel, ct);
        var unit = await a.Unit(parcel, $"]C1010950600013435221{c.Serial}", ct);
        c.Went($"GS1: {unit.Text("answer")}");
        await a.Inspect(c, unit.Text("returnId"), ct);
        c.Outcome = await a.End(c, ct);
    }

    // A creased label: the scanner read a number that does not exist. The dock withdraws the scan and scans again.
    private static async Task Misread(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var parcel = (await a.Scan(c, c.RmaNumber, ct)).Text("parcelId");
        await a.Judged(parcel, ct);
        var wrong = await a.Unit(parcel, c.Serial[..^1], ct);
        c.Went(wrong.Text("answer"));
        var undone = await a.Scanner.Post(
            "RECEIVING", $"/quarantined-units/{wrong.Text("quarantineId")}/settlement", new { outcome = "misread",
                reason = "the label was creased" }, ct);
        c.Went(undone.Status == 204 ? "misread, undone" : $"UNDONE {undone.Status} {undone.Code}");
        var unit = await a.Unit(parcel, c.Serial, ct);
        c.Went(unit.Text("answer"));
        await a.Inspect(c, unit.Text("returnId"), ct);
        c.Outcome = await a.End(c, ct);
    }

    private static async Task ShipmentAnnounced(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Request(c, ct);
        var tracking = $"1Z{c.Serial.Replace("-", "", StringComparison.Ordinal)}";
        var announced = await a.Partner(c).Post("ISSUANCE", $"/rmas/{c.RmaNumber}/shipments", new { carrier = "UPS",
            trackingNumber = tracking, cartons = 1 }, ct);
        c.Went(announced.Status is 200 or 201 or 204 ? "announced" : $"ANNOUNCED {announced.Status} {announced.Code}");
        var expected = await Actors.Until(
            () => a.Scanner.Get("RECEIVING", $"/expected-shipments?trackingNumber={tracking}", ct), answer => answer.Body!.AsArray()
                .Count == 1, ct);
        c.Went(expected.Body![0]!["rmaNumber"]!.GetValue<string>() == c.RmaNumber ? "found by its tracking number" : "NOT FOUND");
        var parcel = await a.Scan(c, c.RmaNumber, ct, carrier: "UPS", trackingNumber: tracking);
        await a.Judged(parcel.Text("parcelId"), ct);
        if (parcel.Body?["expectedShipment"]?["trackingNumber"]?.GetValue<string>() != tracking) c.Went("THE SCAN DID NOT FIND IT");
        var unit = await a.Unit(parcel.Text("parcelId"), c.Serial, ct);
        await a.Inspect(c, unit.Text("returnId"), ct);
        c.Outcome = await a.End(c, ct);
    }

    // The requester's text is shown to the requester and to the bench.
    private static async Task WithReference(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.RequestWith(c, new
        {
            remedy = c.Remedy, reference = $"OUR-{c.Serial}", originalInvoice = $"INV-{c.Serial}", lines = new[] { new { item = c.Serial,
                reasonCode = "no-picture", defect = "black since Tuesday" } },
            contact = new { name = "Bo", email = "bo@example.com" },
            shipFrom = new { name = "Warehouse", street = "1 Dock Road", city = "Oslo", postalCode = "0150", country = "NO" },
        }, ct);
        var shown = (await a.Partner(c).Get("ISSUANCE", $"/rmas/{c.RmaNumber}", ct)).Body!;
        c.Went(shown["reference"]!.GetValue<string>() == $"OUR-{c.Serial}" && shown["contact"]!["name"]!.GetValue<string>() == "Bo"
            && shown["shipFrom"]!["city"]!.GetValue<string>() == "Oslo"
            ? "reference, contact, address" : "NOT SHOWN");
        await RemedyPlots.InTheHouse(a, c, ct);
        var id = await a.Workshop.Job(c, "repair", ct);
        var jobs = (await a.Technician.Get("REPAIR", $"/repair-jobs?rmaNumber={c.RmaNumber}", ct)).Body!;
        c.Went(jobs[0]!["reasonCode"]?.GetValue<string>() == "no-picture" && jobs[0]!["defect"]?.GetValue<string>() == "black since Tuesday"
            ? "the bench reads why" : "THE BENCH DOES NOT KNOW WHY");
        await a.Workshop.Diagnose(c, ct);
        await a.Workshop.Mend(c, id, ct);
        await RemedyPlots.Ended(a, c, ct);
    }

    private static async Task Withdrawn(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        var referred = await a.Request(c, ct);
        var answer = await a.Partner(c).Post("ISSUANCE", $"/rmas/{referred.Text("rmaId")}/withdrawal",
            new { reason = "the serial number was mistyped" }, ct);
        if (answer.Status >= 300) c.Went($"WITHDRAWAL {answer.Status} {answer.Code}");
        c.Outcome = (await a.Partner(c).Get("ISSUANCE", $"/rmas/{referred.Text("rmaId")}", ct)).Text("state");
    }

    // Twenty percent of the price instead of fifteen, chosen before the charge is requested.
    private static async Task AnotherFee(Actors a, Feed feed, Case c, CancellationToken ct)
    {
        await a.Counter.Validate(c, ct);
        await a.Counter.Exchange(c, ct);
        await a.Request(c, ct);
        await RemedyPlots.InTheHouse(a, c, ct, incomplete: true);
        var returnId = (await a.System.Get("ISSUANCE", $"/returns?rmaNumber={c.RmaNumber}", ct)).Body![0]!["returnId"]!.GetValue<string>();
        var chosen = await a.Analyst.Post("CREDIT", $"/charge-cases/{returnId}/fee", new { percent = 20m,
            reason = "no accessory came back" }, ct);
        c.Went(chosen.Status == 204 ? "a fee of 20 %" : $"FEE {chosen.Status} {chosen.Code}");
        await a.Workshop.Test(c, fault: true, ct);
        await a.Workshop.ReplaceStock(c, ct);
        await RemedyPlots.Ended(a, c, ct);
    }
}
