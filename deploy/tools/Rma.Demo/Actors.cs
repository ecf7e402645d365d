using System.Text.Json.Nodes;

namespace Rma.Demo;

/// <summary>
/// The people and devices of one return, each with their own client: partners and scanners at the public door, employees inside.
/// </summary>
internal sealed class Actors(Doors doors, INotes finance, Func<DateTimeOffset> now, string run)
{
    private readonly Doors.Visitor desk = doors.As("returns-desk", "dora");
    private readonly Doors.Visitor scanner = doors.With("RMA_SCANNER_KEY");
    private readonly Doors.Visitor inspector = doors.As("inspector", "ina");
    private readonly Doors.Visitor technician = doors.As("technician", "tina");
    private readonly Doors.Visitor analyst = doors.As("credit-analyst", "anna");
    private readonly Doors.Visitor system = doors.With("RMA_SYSTEM_KEY");
    private int scans;

    public Doors.Visitor System => system;

    public DateTimeOffset Now => now();

    public Doors.Visitor Desk => desk;

    /// <summary>The bench, and the requester who answers its quotes.</summary>
    public Workshop Workshop { get; } = new(doors);

    /// <summary>The distributor, and the people who decide exceptions.</summary>
    public Counter Counter { get; } = new(doors, now);

    /// <summary>Requests a number as the account itself. Returns the answer; the case keeps the number when there is one.</summary>
    public async Task<Answer> Request(Case item, CancellationToken ct)
    {
        var answer = await doors.As("partner", $"partner-{item.Account}", item.Account).Post(
            "DOOR", "/rmas", new { remedy = item.Remedy, items = new[] { item.Serial },
                defect = item.Remedy is "credit-return" or "stock-rotation" ? null : "no picture" }, ct);
        return Take(item, answer);
    }

    /// <summary>Requests a number with all optional data.</summary>
    public async Task<Answer> RequestWith(Case item, object request, CancellationToken ct) => Take(item, await Partner(item)
        .Post("DOOR", "/rmas", request, ct));

    /// <summary>The client of the case's account.</summary>
    public Doors.Visitor Partner(Case item) => doors.As("partner", $"partner-{item.Account}", item.Account);

    public Doors.Visitor Scanner => scanner;

    public Doors.Visitor Technician => technician;

    public Doors.Visitor Analyst => analyst;

    /// <summary>Waits until issuance has processed a fact of an item.</summary>
    public Task WaitUntilHeard(string serial, string fact, Func<JsonNode, bool> saying, CancellationToken ct) =>
        Until(() => system.Get("ISSUANCE", $"/units/{serial}", ct), life => Says(life, fact, saying), ct);

    /// <summary>Waits until the timeline of a case's number contains an entry.</summary>
    public Task WaitUntilTold(Case item, string what, Func<JsonNode, bool> saying, CancellationToken ct) =>
        Until(() => desk.Get("ISSUANCE", $"/rmas/{item.RmaNumber}/story", ct), story => Says(story, what, saying), ct);

    private static bool Says(Answer answer, string what, Func<JsonNode, bool> saying) =>
        answer.Body!.AsArray().Any(line => line!["what"]!.GetValue<string>() == what && saying(InAnyCase(line["details"]!)));

    // An earlier release, which the drill of upgrades drives, begins members with capitals.
    private static JsonNode InAnyCase(JsonNode details) =>
        JsonNode.Parse(details.ToJsonString(), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!;

    public async Task<Answer> Reconsider(Case item, Answer referred, CancellationToken ct) =>
        Take(item, await doors.As("partner", $"partner-{item.Account}", item.Account)
            .Post("DOOR", $"/rmas/{referred.Text("rmaId")}/reconsideration", new { }, ct));

    public Task<Answer> Cancel(Case item, CancellationToken ct) =>
        desk.Post("ISSUANCE", $"/rmas/{item.RmaNumber}/cancellation", new { reason = "the installer found the fault" }, ct);

    /// <summary>Waits until issuance has processed all these facts of an item.</summary>
    public Task WaitUntilHeard(Case item, string[] facts, CancellationToken ct) => Until(
        () => system.Get("ISSUANCE", $"/units/{item.Serial}", ct), life =>
            facts.All(fact => life.Body!.AsArray().Any(line => line!["what"]!.GetValue<string>() == fact)), ct);

    /// <summary>
    /// Repeats the request until no fact is missing and the answer is the expected one; numbers issued on the way are cancelled.
    /// </summary>
    public async Task WaitUntilJudged(Case marker, CancellationToken ct)
    {
        while (true)
        {
            var answer = await Request(marker, ct);
            for (var referred = answer; answer.Status == 202; answer = await Reconsider(marker, referred, ct)) await Task.Delay(100, ct);
            if (answer.Status == 201) await Cancel(marker, ct);
            if (answer.Status == 201 == (marker.Expected == "authorized")) return;
            await Task.Delay(100, ct);
        }
    }

    /// <summary>Scans a carton at the dock; returns the immediate answer.</summary>
    public async Task<Answer> Scan(
        Case item, string? marking, CancellationToken ct, string freightTerms = "prepaid", DateTimeOffset? scannedAt = null,
            string? carrier = null, string? trackingNumber = null)
    {
        var answer = await scanner.Post(
            "DOOR", "/parcels", new { scanId = NextScan(), marking, freightTerms, scannedAt = scannedAt ?? now(), carrier,
                trackingNumber, sentAt = carrier is null ? null : (DateTimeOffset?)now() }, ct);
        item.Went(answer.Text("answer") switch { "refused" => $"refused ({answer.Text("code")})", "held" => "held", var said => said });
        return answer;
    }

    /// <summary>Waits until a held carton was judged.</summary>
    public async Task<string> Judged(string parcelId, CancellationToken ct) => (await Until(
        () => scanner.Get("DOOR", $"/parcels/{parcelId}", ct), answer => answer.Text("state") is "accepted" or "refused", ct))
            .Text("state");

    /// <summary>Receives carton and unit.</summary>
    public async Task<string> Receive(Case item, CancellationToken ct, DateTimeOffset? scannedAt = null)
    {
        var parcel = await Scan(item, item.RmaNumber, ct, scannedAt: scannedAt);
        var id = parcel.Text("parcelId");
        if (parcel.Text("answer") == "held" && await Judged(id, ct) != "accepted") return "";
        var unit = await Unit(id, item.Serial, ct, scannedAt);
        item.Went(unit.Text("answer"));
        return unit.Text("returnId");
    }

    public Task<Answer> Unit(string parcelId, string? serial, CancellationToken ct, DateTimeOffset? scannedAt = null) =>
        scanner.Post("DOOR", $"/parcels/{parcelId}/units",
            new { scanId = NextScan(), serialNumber = serial, scannedAt = scannedAt ?? now() }, ct);

    public async Task Inspect(
        Case item, string returnId, CancellationToken ct, bool open = false, bool incomplete = false, bool damaged = false,
        string? exclusion = null, string? otherExclusion = null)
    {
        var answer = await inspector.Post("RECEIVING", $"/units/{returnId}/inspection", new
        {
            retailBoxOpened = open, factorySealBroken = open, enclosureOpened = false, missingAccessories = incomplete
                ? item.Product.Accessories[..1] : [],
            serialLabel = "intact", cosmeticDamage = damaged, internalDamage = false, note = damaged ? "housing scratched"
                : exclusion ?? otherExclusion,
            exclusions = exclusion is null ? null : new[] { exclusion }, otherExclusion,
        }, ct);
        item.Went(answer.Status == 204 ? "inspected" : $"inspection {answer.Status} {answer.Code}");
    }

    /// <summary>A second person confirms an exclusion that the policy does not name.</summary>
    public async Task Agree(Case item, string returnId, CancellationToken ct)
    {
        var same = await inspector.Post("RECEIVING", $"/units/{returnId}/other-exclusion", new { agreed = true, reason = "seen it" }, ct);
        var second = await desk.Post("RECEIVING", $"/units/{returnId}/other-exclusion", new { agreed = true, reason = "seen it too" }, ct);
        item.Went(same.Code == "inspection.same-person" && second.Status == 204 ? "two people agreed"
            : $"AGREED {same.Code} {second.Status}");
    }

    public async Task Analyse(Case item, string returnId, decimal? netAmount, CancellationToken ct)
    {
        await Until(() => analyst.Get("CREDIT", $"/credit-cases/{returnId}", ct), answer => answer.Text("state") == "referred", ct);
        var answer = await analyst.Post("CREDIT", $"/credit-cases/{returnId}/decision",
            netAmount is { } amount ? new { outcome = "credit", netAmount = (decimal?)amount, reason = "scratched housing" }
                : new { outcome = "deny", netAmount = (decimal?)null, reason = "dropped" }, ct);
        item.Went(answer.Status is >= 200 and < 300 ? "analysed" : $"analysis {answer.Status} {answer.Code}");
    }

    /// <summary>All work of the bench on it.</summary>
    public async Task Bench(Case item, CancellationToken ct)
    {
        var jobs = await Until(() => technician.Get("REPAIR", $"/repair-jobs?rmaNumber={item.RmaNumber}", ct), answer =>
            LastOpen(answer) is not null, ct);
        var job = LastOpen(jobs)!;
        var id = job["repairJobId"]!.GetValue<string>();
        if (item.Product.HasDrive) await technician.Post("REPAIR", $"/repair-jobs/{id}/drive-clearance", new { absent = false }, ct);
        var answer = job["purpose"]!.GetValue<string>() == "release-to-stock"
            ? await technician.Post("REPAIR", $"/repair-jobs/{id}/stock-release", new { }, ct)
            : await technician.Post("REPAIR", $"/repair-jobs/{id}/return-shipment",
                new { carrier = "UPS Ground", trackingNumber = $"1Z{item.Serial}" }, ct);
        item.Went(answer.Status == 204 ? "benched" : $"bench {answer.Status} {answer.Code}");
    }

    /// <summary>The outcome according to issuance; for a credited return also finance's note.</summary>
    /// <param name="arrived">Whether the unit was received: expired or cancelled is then only an intermediate state, until its scan is
    /// processed.</param>
    public async Task<string> End(Case item, CancellationToken ct, bool arrived = false)
    {
        var returns = await Until(() => system.Get("ISSUANCE", $"/returns?rmaNumber={item.RmaNumber}", ct), answer =>
            answer.Body is JsonArray { Count: > 0 } rows && rows[0]!["outcome"] is not null
                && (rows[0]!["state"]!.GetValue<string>() == "Closed" || !arrived
                && rows[0]!["state"]!.GetValue<string>() is "Expired" or "Cancelled"), ct);
        var outcome = returns.Body![0]!["outcome"]!.GetValue<string>();
        finance.Ended(item);
        if (item.Charge is not null || item.Remedy is not ("credit-return" or "stock-rotation"))
        {
            while (item.Charge is not null && finance.ChargeFor(item.Serial) is null) await Task.Delay(100, ct);
            var charged = finance.ChargeFor(item.Serial)?["amount"]!.GetValue<decimal>();
            if (charged is not null) item.Went($"charged {charged:0.00} USD");
            if (charged != item.Charge) return $"charged {charged} instead of {item.Charge}";
        }

        if (outcome != "credited") return outcome;
        while (finance.NoteFor(item.Serial) is null) await Task.Delay(100, ct);
        var amount = finance.NoteFor(item.Serial)!["amount"]!.GetValue<decimal>();
        item.Went($"{amount:0.00} USD");
        return amount == item.Credit ? outcome : $"credited {amount} instead of {item.Credit}";
    }

    private string NextScan() => $"{run}-{Interlocked.Increment(ref scans)}";

    private static JsonNode? LastOpen(Answer jobs) =>
        (jobs.Body as JsonArray)?.LastOrDefault(job =>
        job!["doneAt"] is null && job["purpose"]!.GetValue<string>() is "release-to-stock" or "return-unrepaired");

    private static Answer Take(Case item, Answer answer)
    {
        item.RmaNumber = answer.Status == 201 ? answer.Text("rmaNumber") : item.RmaNumber;
        item.Went(answer.Status switch { 201 => "authorized", 202 => "referred", _ => $"denied ({answer.Code})" });
        return answer;
    }

    internal static async Task<Answer> Until(Func<Task<Answer>> look, Func<Answer, bool> enough, CancellationToken ct)
    {
        for (var looks = 1; ; looks++)
        {
            var answer = await look();
            if (answer.Status == 200 && enough(answer)) return answer;
            await Task.Delay(Math.Min(100 << Math.Min(looks - 1, 5), 2_000), ct);
        }
    }
}
