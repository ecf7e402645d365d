using System.Text.Json.Nodes;
using Rma.Demo;
using Rma.EndToEnd.Tests;
using Rma.Testing;

namespace Rma.Browser.Tests;

/// <summary>Units that were sold and shipped ten days ago, and what people do with them through the public APIs.</summary>
internal sealed class Sold(Platform platform) : IDisposable
{
    private readonly Doors doors = new(platform.Settings);

    private CancellationToken Soon { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    /// <summary>New recorders of an account, of which issuance knows everything.</summary>
    public async Task<string[]> Units(string account, int count)
    {
        await using var feed = new Feed(platform.Settings);
        var clock = await doors.With("RMA_OPERATOR_KEY").Get("ISSUANCE", "/platform/clock", Soon);
        var now = clock.Body!["now"]!.GetValue<DateTimeOffset>();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await feed.AccountChanged(account, $"{account} Distribution", "distributor", true, new DateOnly(2020, 1, 1));
        await feed.ProductChanged(Catalogue.Recorder, new DateOnly(2021, 1, 1));
        // The last characters of such an id are those that nothing else has.
        string[] serials = [.. Enumerable.Range(1, count)
            .Select(place => $"{account}-{Guid.CreateVersion7().ToString("N")[20..].ToUpperInvariant()}-{place:000}")];
        foreach (var serial in serials)
        {
            await feed.UnitShipped(serial, Catalogue.Recorder.Sku, account, now.AddDays(-10));
            await feed.UnitInvoiced(serial, Catalogue.Recorder.Sku, account, today.AddDays(-10), 1_249.99m, tax: 100.00m);
        }

        await Wait.Until(
            () => doors.As("returns-desk").Post("ISSUANCE", "/eligibility", new { items = serials, accountId = account }, Soon),
            said => said.Status == 200 && said.Body!["items"]!.AsArray().All(item => item!["remedies"]!.AsArray()
                .Count(remedy => remedy!["outcome"]!.GetValue<string>() == "Yes") >= 4), "the sales to be known", 120);
        return serials;
    }

    /// <summary>An authorized return of one of them.</summary>
    public async Task<JsonNode> Authorized(string account, string serial, string remedy)
    {
        var answer = await doors.As("returns-desk").Post(
            "ISSUANCE", "/rmas", new { remedy, items = new[] { serial }, accountId = account, defect = "no picture" }, Soon);
        Assert.Equal(201, answer.Status);
        return answer.Body!;
    }

    /// <summary>A repair that waits for the answer to a quote, because the inspection found that somebody had tampered with it.</summary>
    public async Task<string> Quoted(string account, string serial, decimal amount)
    {
        var number = (await Authorized(account, serial, "warranty-repair"))["rmaNumber"]!.GetValue<string>();
        var clock = await doors.With("RMA_OPERATOR_KEY").Get("RECEIVING", "/platform/clock", Soon);
        var now = clock.Body!["now"]!.GetValue<DateTimeOffset>();
        var (scanner, technician) = (doors.With("RMA_SCANNER_KEY"), doors.As("technician", "tina"));
        var parcel = (await scanner.Post("DOOR", "/parcels",
            new { scanId = $"p-{serial}", marking = number, freightTerms = "prepaid", scannedAt = now }, Soon)).Text("parcelId");
        await Wait.Until(() => scanner.Get("DOOR", $"/parcels/{parcel}", Soon), said => said.Text("state") == "accepted", "the carton", 90);
        var unit = await scanner.Post("DOOR", $"/parcels/{parcel}/units",
            new { scanId = $"u-{serial}", serialNumber = serial, scannedAt = now }, Soon);
        var inspected = await doors.As("inspector", "ina").Post("RECEIVING", $"/units/{unit.Text("returnId")}/inspection", new
        {
            retailBoxOpened = false, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
            serialLabel = "intact", cosmeticDamage = false, internalDamage = false, note = "tampered", exclusions = new[] { "tampered" },
        }, Soon);
        Assert.Equal(204, inspected.Status);
        var jobs = await Wait.Until(() => technician.Get("REPAIR", $"/repair-jobs?rmaNumber={number}", Soon), said =>
            said.Body is JsonArray list && list.Any(job => job!["purpose"]!.GetValue<string>() == "repair"), "the job at the bench", 90);
        var id = jobs.Body!.AsArray().First(job => job!["purpose"]!.GetValue<string>() == "repair")!["repairJobId"]!.GetValue<string>();
        var diagnosed = await technician.Post("REPAIR", $"/repair-jobs/{id}/diagnosis",
            new { faultFound = true, findings = "burnt capacitor", repairable = true }, Soon);
        Assert.Equal(204, diagnosed.Status);
        var quoted = await technician.Post("REPAIR", $"/repair-jobs/{id}/quotes",
            new { lines = new[] { new { kind = "labour", description = "bench time", amount } } }, Soon);
        Assert.Equal(204, quoted.Status);
        return unit.Text("returnId");
    }

    /// <summary>How many numbers an account has.</summary>
    public async Task<int> Numbers(string account) =>
        (await doors.As("returns-desk").Get("ISSUANCE", $"/rmas?account={account}&limit=200", Soon)).Body!.AsArray().Count;

    public void Dispose() => doors.Dispose();
}
