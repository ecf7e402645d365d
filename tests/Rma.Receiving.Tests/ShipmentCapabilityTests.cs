using System.Text.Json.Nodes;
using Rma.Contracts.Issuance.V1;
using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Carriers' labels and announced shipments, over HTTP and AMQP.</summary>
public sealed class ShipmentCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task D2_the_carriers_label_is_kept_shown_and_told()
    {
        var news = await dock.Listen<V1.ParcelAccepted>();
        var line = await dock.Expected("D2-1");
        var (at, label) =
            (dock.Now, new { carrier = "UPS", trackingNumber = "1Z 999", weightKg = 12.345m, carton = 1, cartons = 2,
            sscc = "(00)095060001343520017" });
        var scanned = await Scan("d2-1", line.RmaNumber, at, label);
        Assert.Equal("accepted", scanned.Body!["answer"]!.GetValue<string>());
        Assert.Equal(scanned.Text, (await Scan("d2-1", line.RmaNumber, at, label)).Text);
        Assert.Equal("scan.conflict", (await Scan("d2-1", line.RmaNumber, at, label with { carton = 2 })).Code);

        var row = (await dock.Get("returns-desk", $"/parcels/{scanned.Body["parcelId"]}")).Body!;
        Assert.Equal(("UPS", "1Z 999", 12.345m, 1, 2, "095060001343520017"), (
            row["carrier"]!.GetValue<string>(), row["trackingNumber"]!.GetValue<string>(), row["weightKg"]!.GetValue<decimal>(),
            row["carton"]!.GetValue<int>(), row["cartons"]!.GetValue<int>(), row["sscc"]!.GetValue<string>()));
        var told = await Wait.Until(news.Take, message => message?.RmaNumber == line.RmaNumber, "the parcel to be told of");
        Assert.Equal(("UPS", "1Z 999", 12.345m, "095060001343520017"), (told!.Carrier, told.TrackingNumber, told.WeightKg, told.Sscc));
    }

    [Fact]
    public async Task D2_a_scan_of_the_carriers_label_finds_what_was_announced_and_replaces_no_marking()
    {
        var line = await dock.Expected("D2-2");
        var announced = Announced(line, "1Z 4711 0815 AA", 2);
        await dock.Publish(announced);
        await dock.Publish(announced with { Cartons = 9, AnnouncedAt = announced.AnnouncedAt.AddMinutes(-1) });
        await Wait.Until(async () => (await Expected($"rmaNumber={line.RmaNumber}")).Count == 1, "the shipment to be expected");

        var unmarked = await dock.ScanParcel("d2-2", "]C01z47110815aa");
        Assert.Equal(("refused", "parcel.illegible", line.RmaNumber), Found(unmarked));
        var accepted = await Scan("d2-3", line.RmaNumber, dock.Now, new { trackingNumber = "1Z47110815AA" });
        Assert.Equal(("accepted", null, line.RmaNumber), Found(accepted));
        var longer = await Scan("d2-4", null, dock.Now, new { trackingNumber = "420902101Z47110815AA" });
        Assert.Equal(("refused", "parcel.unmarked", line.RmaNumber), Found(longer));

        var row = (await Expected("trackingNumber=1z-4711-0815-aa")).Single()!;
        Assert.Equal((2, 1L), (row["cartons"]!.GetValue<int>(), row["acceptedCartons"]!.GetValue<long>()));
        Assert.Contains(line.RmaNumber, (await Expected("")).ToJsonString(), StringComparison.Ordinal);
        await Scan("d2-5", line.RmaNumber, dock.Now, new { trackingNumber = "1Z47110815AA" });
        Assert.DoesNotContain(line.RmaNumber, (await Expected("")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(403, (await dock.Get("partner", "/expected-shipments")).Status);
        Assert.Empty(await Expected("trackingNumber=--"));
    }

    [Theory]
    [InlineData("""{"weightKg":0}""", "scan.weight-out-of-range")]
    [InlineData("""{"weightKg":1.2345}""", "scan.weight-out-of-range")]
    [InlineData("""{"weightKg":"12"}""", "request.malformed")]
    [InlineData("""{"carton":3,"cartons":2}""", "scan.carton-out-of-range")]
    [InlineData("""{"carton":0}""", "scan.carton-out-of-range")]
    [InlineData("""{"sscc":"095060001343520018"}""", "scan.sscc-malformed")]
    [InlineData("""{"carrier":"01234567890123456789012345678901234567890"}""", "scan.label-too-long")]
    public async Task D2_a_label_no_carton_has_is_a_bad_request(string label, string code)
    {
        var answer = await Scan("d2-bad", null, dock.Now, JsonNode.Parse(label)!);
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    private Task<HttpAnswer> Scan(string scanId, string? marking, DateTimeOffset at, object label)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(label)!.AsObject();
        (body["scanId"], body["marking"], body["freightTerms"], body["scannedAt"]) = (scanId, marking, "prepaid", at);
        return dock.Post("scanner", "/parcels", body);
    }

    private async Task<JsonArray> Expected(string query) => (await dock.Get("scanner", $"/expected-shipments?{query}")).Body!.AsArray();

    private ReturnShipmentAnnounced Announced(V1.ExpectReturn line, string tracking, int cartons) =>
        new(Guid.CreateVersion7(), line.RmaId, line.RmaNumber, line.AccountId, "UPS", tracking, cartons, [1], dock.Now);

    private static (string?, string?, string?) Found(HttpAnswer answer) => (
        answer.Body!["answer"]!.GetValue<string>(), answer.Body["code"]?.GetValue<string>(),
        answer.Body["expectedShipment"]?["rmaNumber"]?.GetValue<string>());
}
