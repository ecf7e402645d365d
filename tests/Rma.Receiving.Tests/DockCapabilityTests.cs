using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Parcels at the dock over HTTP and AMQP, on a real database and a real broker.</summary>
public sealed class DockCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    [Trait("Rule", "P3/9")]
    public async Task A_marked_parcel_comes_in_and_is_told_about()
    {
        var news = await dock.Listen<V1.ParcelAccepted>();
        var asked = await dock.Expected("CAP-1");
        var at = dock.Now.AddHours(-6);
        var answer = await dock.ScanParcel("accept-1", asked.RmaNumber.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), at: at);

        Assert.Equal(200, answer.Status);
        Assert.Equal(("accepted", asked.RmaNumber), (Text(answer, "answer"), Text(answer, "rmaNumber")));
        Assert.Equal(["P2", "P3", "P4"], answer.Body!["clauses"]!.AsArray().Select(clause => clause!.GetValue<string>()));
        Assert.Equal(("CAP-1", "CAM-2"), (answer.Body["expected"]![0]!["serial"]!.GetValue<string>(), answer.Body["expected"]![0]!["sku"]!.GetValue<string>()));
        var told = await news.Next();
        while (told.RmaNumber != asked.RmaNumber) told = await news.Next();
        Assert.Equal((asked.RmaId, "main"), (told.RmaId, told.Site));
        Assert.Equal(at, told.ScannedAt, TimeSpan.FromMilliseconds(1));
        Assert.True(told.RecordedAt > told.ScannedAt.AddHours(5), "both times are told");
    }

    [Theory]
    [Trait("Rule", "P3/19")]
    [InlineData("unmarked", null, "prepaid", "parcel.unmarked")]
    [InlineData("illegible", "RMA-7K2", "prepaid", "parcel.illegible")]
    [InlineData("collect", "good", "collect", "parcel.freight-collect")]
    [InlineData("expired", "expired", "prepaid", "parcel.expired")]
    [InlineData("cancelled", "cancelled", "prepaid", "parcel.cancelled")]
    public async Task A_refusal_is_a_recorded_answer(string scanId, string? marking, string freightTerms, string code)
    {
        var asked = dock.Line(ReceivingUnderTest.NewNumber(), 1, $"REF-{scanId}");
        if (marking == "expired") asked = asked with { ValidThrough = DateOnly.FromDateTime(dock.Now.AddDays(-2).UtcDateTime) };
        // Called off before it was expected: messages come in any order.
        if (marking == "cancelled") await dock.Publish(new V1.StopExpectingReturn(asked.ReturnId, asked.RmaId, asked.RmaNumber, 1, "cancelled", dock.Now.AddMinutes(-1)));
        if (marking == "cancelled") await Stored($"expected-rma-{asked.RmaNumber}", 1);
        await dock.Publish(asked);
        await dock.Heard(asked.RmaNumber, 1);

        var answer = await dock.ScanParcel($"refuse-{scanId}", marking is "good" or "expired" or "cancelled" ? asked.RmaNumber : marking, freightTerms);
        Assert.Equal((200, "refused", code), (answer.Status, Text(answer, "answer"), Text(answer, "code")));
        Assert.NotEmpty(Text(answer, "wouldChange")!);

        var row = await dock.Get("returns-desk", $"/parcels/{Text(answer, "parcelId")}");
        Assert.Equal((code, "scanner", "main"), (Text(row, "code"), Text(row, "scanner"), Text(row, "site")));
        var unit = await dock.ScanUnit(Text(answer, "parcelId")!, $"refuse-unit-{scanId}", asked.SerialNumber);
        Assert.Equal((409, "parcel.refused"), (unit.Status, unit.Code));
        Assert.Equal(404, (await dock.Get("inspector", $"/units/{asked.ReturnId}")).Status);
    }

    [Fact]
    public async Task A_parcel_before_its_number_is_held_and_comes_in_when_the_number_is_known()
    {
        var news = await dock.Listen<V1.ParcelAccepted>();
        var asked = dock.Line(ReceivingUnderTest.NewNumber(), 1, "CAP-2");
        var at = dock.Now;
        var held = await dock.ScanParcel("hold-1", asked.RmaNumber, at: at);
        var id = Text(held, "parcelId")!;
        Assert.Equal(("held", "parcel.held"), (Text(held, "answer"), Text(held, "code")));
        var early = await dock.ScanUnit(id, "hold-unit-1", "CAP-2");
        Assert.Equal((409, "parcel.held"), (early.Status, early.Code));

        for (var i = 0; i < 5; i++) await dock.Publish(asked);
        await Wait.Until(async () => Text(await dock.Get("returns-desk", $"/parcels/{id}"), "state") == "accepted", "the parcel to come in");

        var told = await news.Next();
        while (told.ParcelId.ToString() != id) told = await news.Next();
        Assert.Equal("accepted", Text(await dock.ScanParcel("hold-1", asked.RmaNumber, at: at), "answer"));
        Assert.Equal("received", Text(await dock.ScanUnit(id, "hold-unit-1", "CAP-2"), "answer"));
        Assert.Equal(2, await dock.Scalar<long>($"select count(*) from mt_events where stream_id = 'parcel-{id}'"));
    }

    [Fact]
    public async Task Holding_and_hearing_at_the_same_moment_leaves_no_parcel_behind()
    {
        var asked = Enumerable.Range(0, 20).Select(i => dock.Line(ReceivingUnderTest.NewNumber(), 1, $"RACE-{i}")).ToArray();
        var scans = asked.Select((line, i) => dock.ScanParcel($"race-{i}", line.RmaNumber)).ToArray();
        foreach (var line in asked) await dock.Publish(line);
        foreach (var answer in await Task.WhenAll(scans)) Assert.Equal(200, answer.Status);
        await Wait.Until(
            () => dock.Scalar<long>("select count(*) from parcels where scan_id like 'race-%' and state = 'accepted'"), count => count == 20, "all parcels to come in");
    }

    [Fact]
    public async Task The_same_ExpectReturn_five_times_is_one_line()
    {
        var asked = dock.Line(ReceivingUnderTest.NewNumber(), 1, "CAP-3");
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 4; i++) await dock.Publish(asked, id);
        await dock.Publish(asked);
        var last = Guid.CreateVersion7();
        await dock.Publish(asked, last);
        await Wait.Until(() => dock.Scalar<long>($"select count(*) from inbox where message_id in ('{id}', '{last}')"), count => count == 2, "the inbox rows");
        await dock.Heard(asked.RmaNumber, 1);
        Assert.Equal(1, await dock.Scalar<long>($"select count(*) from mt_events where stream_id = 'expected-rma-{asked.RmaNumber}'"));
    }

    [Fact]
    public async Task The_same_scan_is_the_same_parcel_for_ever()
    {
        var asked = await dock.Expected("CAP-4");
        var at = dock.Now;
        var first = await dock.ScanParcel("same-1", asked.RmaNumber, at: at, key: "same-key");
        var replayed = await dock.ScanParcel("same-1", asked.RmaNumber, at: at, key: "same-key");
        var again = await dock.ScanParcel("same-1", asked.RmaNumber, at: at);
        var other = await dock.ScanParcel("same-1", null, at: at);
        var otherKey = await dock.ScanParcel("same-1", null, at: at, key: "same-key");

        Assert.Equal((true, false), (replayed.Replayed, again.Replayed));
        Assert.Equal(first.Text, replayed.Text);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal((409, "scan.conflict"), (other.Status, other.Code));
        Assert.Equal((422, "idempotency.key-reused"), (otherKey.Status, otherKey.Code));
        Assert.Equal(1, await dock.Scalar<long>($"select count(*) from mt_events where stream_id = 'parcel-{Text(first, "parcelId")}'"));
    }

    [Theory]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z","colour":"red"}""", "request.malformed")]
    [InlineData("""{"scanId":"x","marking":null,"scannedAt":"2026-01-01T00:00:00Z"}""", "request.malformed")]
    [InlineData("""{"scanId":"","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z"}""", "scan.id-out-of-range")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"free","scannedAt":"2026-01-01T00:00:00Z"}""", "scan.freight-terms-unknown")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"1999-01-01T00:00:00Z"}""", "scan.time-implausible")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2199-01-01T00:00:00Z"}""", "scan.time-implausible")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z","photos":["ABC"]}""", "photo.hash-malformed")]
    [InlineData("""{"scanId":"x","marking":null,"freightTerms":"prepaid","scannedAt":"2026-01-01T00:00:00Z","photos":["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}""", "photo.unknown")]
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
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await stranger.PostAsync(new Uri("/parcels", UriKind.Relative), content)).StatusCode);
        foreach (var role in new[] { "returns-desk", "inspector", "operator", "partner" }) Assert.Equal(403, (await dock.ScanParcel("role", null, asName: role)).Status);
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
    public async Task A_number_that_is_none_is_quarantined_with_the_reason()
    {
        await dock.Publish(dock.Line("RMA-33", 1, "CAP-5"));
        var answer = await Wait.Until(() => dock.Get("operator", "/quarantine"), list => list.Text.Contains("CAP-5", StringComparison.Ordinal), "the quarantine");
        Assert.Contains("rma-number.unsound", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parcels_are_found_by_number_and_state()
    {
        var asked = await dock.Expected("CAP-6");
        await dock.ScanParcel("list-1", asked.RmaNumber);
        await dock.ScanParcel("list-2", asked.RmaNumber, "collect");
        Assert.Equal(2, (await dock.Get("operator", $"/parcels?rmaNumber={asked.RmaNumber}")).Body!.AsArray().Count);
        Assert.Equal("list-2", (await dock.Get("operator", $"/parcels?rmaNumber={asked.RmaNumber}&state=refused")).Body!.AsArray().Single()!["scanId"]!.GetValue<string>());
        Assert.Equal("parcels.state-unknown", (await dock.Get("operator", "/parcels?state=lost")).Code);
        Assert.Equal((404, "parcel.not-found"), await NotFound());

        async Task<(int, string?)> NotFound()
        {
            var answer = await dock.Get("operator", $"/parcels/{Guid.CreateVersion7()}");
            return (answer.Status, answer.Code);
        }
    }

    private Task Stored(string stream, long events) => Wait.Until(
        () => dock.Scalar<long>($"select count(*) from mt_events where stream_id = '{stream}'"), count => count >= events, $"{events} events of {stream}");

    private static string? Text(HttpAnswer answer, string member) => answer.Body?[member]?.GetValue<string>();
}
