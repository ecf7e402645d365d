using System.Security.Cryptography;
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

    /// <summary>Shipped and sold ten days ago, authorized, and known to the dock.</summary>
    public async Task Authorize(
        string remedy = "credit-return", Product? product = null, string? defect = null, decimal price = 1_249.99m, int soldDaysAgo = 10)
    {
        var clock = await doors.With("RMA_OPERATOR_KEY").Get("ISSUANCE", "/platform/clock", Soon);
        var today = DateOnly.FromDateTime(clock.Body!["now"]!.GetValue<DateTimeOffset>().UtcDateTime);
        var sold = today.AddDays(-soldDaysAgo);
        product ??= Catalogue.Recorder;
        await feed.AccountChanged("ONE", "One Distribution", "distributor", true, new DateOnly(2020, 1, 1));
        await feed.ProductChanged(product, new DateOnly(2021, 1, 1));
        await feed.UnitShipped(serial, product.Sku, "ONE", new DateTimeOffset(sold.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        await feed.UnitInvoiced(serial, product.Sku, "ONE", sold, price, tax: 100.00m);
        var answer = await Wait.Until(() =>
            doors.As("returns-desk").Post(
            "ISSUANCE", "/rmas", new { remedy, items = new[] { serial }, accountId = "ONE", defect }, Soon),
            said => said.Status == 201, "the request to be authorized", 60);
        RmaNumber = answer.Text("rmaNumber");
    }

    /// <summary>Carton and unit scanned.</summary>
    public async Task Receive(params string[] photos)
    {
        var now = (await doors.With("RMA_OPERATOR_KEY").Get("RECEIVING", "/platform/clock", Soon)).Body!["now"]!.GetValue<DateTimeOffset>();
        var scanner = doors.With("RMA_SCANNER_KEY");
        var parcel = await scanner.Post(
            "DOOR", "/parcels",
            new { scanId = $"p-{serial}", marking = RmaNumber, freightTerms = "prepaid", scannedAt = now, photos }, Soon);
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

    /// <summary>Stores a photo under the SHA-256 of its bytes.</summary>
    public async Task<string> Photo(byte[] picture, string type)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(picture));
        using var http = doors.AtTheDoor("inspector", "ina", null);
        using var content = new ByteArrayContent(picture) { Headers = { ContentType = new(type) } };
        using var answer = await http.PutAsync(new Uri($"/photos/{sha256}", UriKind.Relative), content, Soon);
        Assert.Equal(204, (int)answer.StatusCode);
        return sha256;
    }

    /// <summary>Inspected: nothing is wrong, unless something is said.</summary>
    public async Task Inspect(bool damaged = false, string? note = null, string? otherExclusion = null, params string[] photos) =>
        Assert.Equal(204, (await doors.As("inspector", "ina").Post("RECEIVING", $"/units/{ReturnId}/inspection", new
    {
        retailBoxOpened = damaged, factorySealBroken = false, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
        serialLabel = "intact", cosmeticDamage = damaged, internalDamage = false, note, otherExclusion, photos,
    }, Soon)).Status);

    /// <summary>Somebody of a role, at the services.</summary>
    public Doors.Visitor As(string role, string name) => doors.As(role, name);

    /// <summary>The unit as receiving has it.</summary>
    public async Task<JsonNode> Unit() =>
        (await doors.As("inspector", "ina").Get("RECEIVING", $"/units/{ReturnId}", Soon)).Body!;

    /// <summary>The open job of a purpose, once there is one.</summary>
    public async Task<string> Job(string purpose)
    {
        var jobs = await Wait.Until(() => doors.As("technician", "tina").Get("REPAIR", $"/repair-jobs?rmaNumber={RmaNumber}", Soon),
            said => Of(said) is not null, $"the job to {purpose}", 60);
        return Of(jobs)!["repairJobId"]!.GetValue<string>();

        JsonNode? Of(Answer said) =>
            (said.Body as JsonArray)?.FirstOrDefault(job => job!["purpose"]!.GetValue<string>() == purpose);
    }

    /// <summary>Does a step of a job as a technician.</summary>
    public async Task AtBench(string job, string step, object body) =>
        Assert.Equal(204, (await doors.As("technician", "tina").Post("REPAIR", $"/repair-jobs/{job}/{step}", body, Soon)).Status);

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
