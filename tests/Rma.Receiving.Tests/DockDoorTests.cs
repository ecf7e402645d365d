using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>Accepted and refused input of the dock, over HTTP and AMQP.</summary>
public sealed class DockDoorTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Theory]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z","colour":"red"}""",
        "request.malformed")]
    [InlineData("""{"scanId":"x","marking":null,"scannedAt":"2026-01-01T00:00:00Z"}""", "request.malformed")]
    [InlineData("""{"scanId":"","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z"}""", "scan.id-out-of-range")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"free","scannedAt":"2026-01-01T00:00:00Z"}""", "scan.freight-terms-unknown")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"1999-01-01T00:00:00Z"}""", "scan.time-implausible")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2199-01-01T00:00:00Z"}""", "scan.time-implausible")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z","photos":["ABC"]}""",
        "photo.hash-malformed")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z","photos":""" +
        """["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}""", "photo.unknown")]
    public async Task A_request_that_is_wrong_in_itself_leaves_no_trace(string body, string code)
    {
        var answer = await dock.Post("scanner", "/parcels", System.Text.Json.Nodes.JsonNode.Parse(body)!);
        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Equal(0, await dock.Scalar<long>("select count(*) from parcels where scan_id in ('x', '')"));
    }

    [Fact]
    public async Task Only_scanners_scan()
    {
        using var stranger = dock.As(null);
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized,
            (await stranger.PostAsync(new Uri("/parcels", UriKind.Relative), content)).StatusCode);
        foreach (var role in new[] { "returns-desk", "inspector", "operator", "partner" })
            Assert.Equal(403, (await dock.ScanParcel("role", null, asName: role)).Status);
        foreach (var path in new[] { "/parcels", "/units", "/quarantined-units" })
        {
            Assert.Equal(403, (await dock.Get("partner", path)).Status);
            Assert.Equal(200, (await dock.Get("auditor", path)).Status);
        }
    }

    [Fact]
    public async Task A_device_without_a_site_cannot_scan()
    {
        dock.AddKey("homeless-scanner", "scanner", site: null);
        var answer = await dock.ScanParcel("homeless", null, asName: "homeless-scanner");
        Assert.Equal((400, "scan.site-unknown"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_device_neither_changes_nor_sees_a_parcel_of_another_site()
    {
        dock.AddKey("scanner-of-the-annex", "scanner", site: "annex");
        var asked = await dock.Expected("SITE-1");
        var parcel = await dock.AcceptedParcel("site-1", asked.RmaNumber);
        var refused = (await dock.ScanParcel("site-2", null)).Body!["parcelId"]!.GetValue<string>();

        foreach (var id in new[] { parcel, refused })
        {
            var unit = await dock.ScanUnit(id, $"site-unit-{id}", "SITE-1", asName: "scanner-of-the-annex");
            Assert.Equal((403, "parcel.other-site"), (unit.Status, unit.Code));
            var seen = await dock.Get("scanner-of-the-annex", $"/parcels/{id}");
            Assert.Equal((404, "parcel.not-found"), (seen.Status, seen.Code));
            Assert.Equal(200, (await dock.Get("scanner", $"/parcels/{id}")).Status);
            Assert.Equal(200, (await dock.Get("auditor", $"/parcels/{id}")).Status);
        }

        Assert.Equal(404, (await dock.Get("inspector", $"/units/{asked.ReturnId}")).Status);
        Assert.Equal(404, (await dock.ScanUnit(Guid.CreateVersion7().ToString(), "site-unit-0", "SITE-1", asName: "scanner-of-the-annex"))
            .Status);
        Assert.Equal("received", (await dock.ScanUnit(parcel, "site-unit-1", "SITE-1")).Body!["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_number_that_is_none_is_quarantined_with_the_reason()
    {
        await dock.Publish(dock.Line("RMA-33", 1, "CAP-5"));
        var answer = await Wait.Until(() => dock.Get("operator", "/quarantine"), list =>
            list.Text.Contains("CAP-5", StringComparison.Ordinal), "the quarantine");
        Assert.Contains("rma-number.unsound", answer.Text, StringComparison.Ordinal);
    }
}
