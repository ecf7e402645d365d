using System.Text.Json.Nodes;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests;

/// <summary>One recorder on its way through the platform, step by step, through the public APIs.</summary>
internal sealed class OneReturn(Platform platform) : IAsyncDisposable
{
    private readonly Doors doors = new(platform.Settings);
    private readonly Feed feed = new(platform.Settings);
    private readonly string serial = $"ONE-{Guid.CreateVersion7():N}"[..24];

    public string Serial => serial;

    public string RmaNumber { get; private set; } = "";

    public string ReturnId { get; private set; } = "";

    private CancellationToken Soon { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    /// <summary>Sold ten days ago, authorized, and known to the dock.</summary>
    public async Task Authorize()
    {
        var clock = await doors.With("RMA_OPERATOR_KEY").Get("ISSUANCE", "/platform/clock", Soon);
        var today = DateOnly.FromDateTime(clock.Body!["now"]!.GetValue<DateTimeOffset>().UtcDateTime);
        await feed.AccountChanged("ONE", "One Distribution", "distributor", true, new DateOnly(2020, 1, 1));
        await feed.ProductChanged(Catalogue.Recorder, new DateOnly(2021, 1, 1));
        await feed.UnitInvoiced(serial, Catalogue.Recorder.Sku, "ONE", today.AddDays(-10), 1_249.99m, tax: 100.00m);
        var answer = await Wait.Until(() =>
            doors.As("returns-desk").Post(
            "ISSUANCE", "/rmas", new { remedy = "credit-return", items = new[] { serial }, accountId = "ONE" }, Soon),
            said => said.Status == 201, "the request to be authorized", 60);
        RmaNumber = answer.Text("rmaNumber");
    }

    /// <summary>Carton and unit scanned.</summary>
    public async Task Receive()
    {
        var now = (await doors.With("RMA_OPERATOR_KEY").Get("RECEIVING", "/platform/clock", Soon)).Body!["now"]!.GetValue<DateTimeOffset>();
        var scanner = doors.With("RMA_SCANNER_KEY");
        var parcel = await scanner.Post(
            "DOOR", "/parcels", new { scanId = $"p-{serial}", marking = RmaNumber, freightTerms = "prepaid", scannedAt = now }, Soon);
        var id = parcel.Text("parcelId");
        await Wait.Until(() => scanner.Get("DOOR", $"/parcels/{id}", Soon), said =>
            said.Text("state") == "accepted", "the carton to be let in", 60);
        var unit = await scanner.Post(
            "DOOR", $"/parcels/{id}/units", new { scanId = $"u-{serial}", serialNumber = serial, scannedAt = now }, Soon);
        ReturnId = unit.Text("returnId");
        Assert.Equal("received", unit.Text("answer"));
    }

    public Task InState(string state) => Wait.Until(
        () => doors.With("RMA_SYSTEM_KEY").Get("ISSUANCE", $"/returns?rmaNumber={RmaNumber}", Soon),
        said => said.Body is JsonArray { Count: > 0 } rows
            && rows[0]!["state"]!.GetValue<string>() == state, $"the return to be {state}", 90);

    public async Task Inspect() =>
        Assert.Equal(204, (await doors.As("inspector", "ina").Post("RECEIVING", $"/units/{ReturnId}/inspection", new
    {
        retailBoxOpened = false, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
        serialLabel = "intact", cosmeticDamage = false, internalDamage = false,
    }, Soon)).Status);

    public async Task ClearOnTheBench()
    {
        var technician = doors.As("technician", "tina");
        var jobs = await Wait.Until(() => technician.Get("REPAIR", $"/repair-jobs?rmaNumber={RmaNumber}", Soon), said =>
            said.Body is JsonArray { Count: > 0 }, "the job on the bench", 60);
        var id = jobs.Body![0]!["repairJobId"]!.GetValue<string>();
        await technician.Post("REPAIR", $"/repair-jobs/{id}/drive-clearance", new { absent = false }, Soon);
        Assert.Equal(204, (await technician.Post("REPAIR", $"/repair-jobs/{id}/stock-release", new { }, Soon)).Status);
    }

    public Task<Answer> Credit(string creditId) => doors.With("RMA_FINANCE_KEY").Get("CREDIT", $"/credits/{creditId}", Soon);

    public async ValueTask DisposeAsync()
    {
        await feed.DisposeAsync();
        doors.Dispose();
    }
}
