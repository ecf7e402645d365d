using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>Devices whose clocks are off, over HTTP.</summary>
public sealed class ClockCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task A13_a_device_sixty_days_slow_is_held_until_the_desk_says_when_the_parcel_came()
    {
        var line = await dock.Expected("A13-1");
        var slow = dock.Now.AddDays(-60);
        var scanned = await Scan("a13-1", line.RmaNumber, slow.AddMinutes(-30), slow);
        var parcel = scanned.Body!["parcelId"]!.GetValue<string>();
        Assert.Equal((200, "held", "parcel.time-implausible"),
            (scanned.Status, scanned.Body["answer"]!.GetValue<string>(), scanned.Body["code"]!.GetValue<string>()));
        Assert.Equal("parcel.time-implausible", (await dock.ScanUnit(parcel, "a13-1-unit", line.SerialNumber)).Code);
        Assert.Equal(403, (await dock.Post("scanner", $"/parcels/{parcel}/arrival", new { arrivedAt = dock.Now, reason = "the gate book" }))
            .Status);
        Assert.Equal(
            404, (await dock.Post("returns-desk", $"/parcels/{Guid.CreateVersion7()}/arrival",
            new { arrivedAt = dock.Now, reason = "the gate book" })).Status);

        var came = dock.Now.AddMinutes(-40);
        var dated = await dock.Post("returns-desk", $"/parcels/{parcel}/arrival", new { arrivedAt = came, reason = "the gate book" });
        Assert.Equal((200, "accepted"), (dated.Status, dated.Body!["answer"]!.GetValue<string>()));
        Assert.Equal("received", (await dock.ScanUnit(parcel, "a13-1-unit", line.SerialNumber)).Body!["answer"]!.GetValue<string>());
        var row = (await dock.Get("returns-desk", $"/parcels/{parcel}")).Body!;
        Assert.Equal(came, row["scannedAt"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
        Assert.Equal(slow.AddMinutes(-30), row["deviceScannedAt"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
        Assert.Equal("the gate book", row["arrivalReason"]!.GetValue<string>());
        Assert.InRange(row["clockSkewSeconds"]!.GetValue<long>(), -60 * 86_400 - 60, -60 * 86_400 + 60);
        Assert.Equal(came, (await dock.Get("inspector", $"/units/{line.ReturnId}")).Body!["arrivedAt"]!.GetValue<DateTimeOffset>(),
            TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A13_a_device_three_hours_fast_is_corrected_and_the_number_found_in_time()
    {
        var line = await dock.Expected("A13-2");
        var (fast, now) = (dock.Now.AddHours(3), dock.Now);
        var scanned = await Scan("a13-2", line.RmaNumber, fast.AddMinutes(-10), fast);
        Assert.Equal("accepted", scanned.Body!["answer"]!.GetValue<string>());
        var row = (await dock.Get("returns-desk", $"/parcels/{scanned.Body["parcelId"]!.GetValue<string>()}")).Body!;
        Assert.Equal(now.AddMinutes(-10), row["scannedAt"]!.GetValue<DateTimeOffset>(), TimeSpan.FromSeconds(20));
        Assert.Equal(fast.AddMinutes(-10), row["deviceScannedAt"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A13_a_scan_before_the_number_was_issued_is_held_also_without_the_send_time()
    {
        var line = await dock.Expected("A13-3");
        var scanned = await Scan("a13-3", line.RmaNumber, dock.Now.AddDays(-40), null);
        Assert.Equal(("held", "parcel.time-implausible"),
            (scanned.Body!["answer"]!.GetValue<string>(), scanned.Body["code"]!.GetValue<string>()));
        Assert.Equal("parcel.time-implausible",
            (await dock.Get("returns-desk", $"/parcels?state=held&rmaNumber={line.RmaNumber}")).Body!.AsArray()
            .Single()!["code"]!.GetValue<string>());
    }

    private Task<HttpAnswer> Scan(string scanId, string marking, DateTimeOffset scannedAt, DateTimeOffset? sentAt) =>
        dock.Post("scanner", "/parcels", new { scanId, marking, freightTerms = "prepaid", scannedAt, sentAt });
}
