using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Misread units, over HTTP; the last test moves the clock, so they have a service of their own.</summary>
public sealed class MisreadCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task B8_a_misread_unit_is_taken_back_and_received_by_the_next_scan()
    {
        var settled = await dock.Listen<V1.QuarantinedUnitSettled>();
        var (line, id, parcel) = await Misread("B8-1", "B8-I");
        dock.AddKey("scanner-of-the-annex-b8", "scanner", site: "annex");
        Assert.Equal((403, "parcel.other-site"), Problem(await Settle(id, asName: "scanner-of-the-annex-b8")));
        Assert.Equal((403, "request.not-allowed"),
            Problem(await dock.Post("scanner", $"/quarantined-units/{id}/settlement", new { outcome = "scrapped", reason = "too old" })));
        Assert.Equal((400, "quarantine.reason-missing"),
            Problem(await dock.Post("scanner", $"/quarantined-units/{id}/settlement", new { outcome = "misread", reason = " " })));

        Assert.Equal(204, (await Settle(id)).Status);
        Assert.Equal(204, (await Settle(id, asName: "inspector")).Status);
        var told = await settled.Next();
        Assert.Equal(("misread", "B8-I"), (told.Outcome, told.SerialNumber));
        Assert.Equal("received", (await dock.ScanUnit(parcel, "B8-1-again", line.SerialNumber)).Body!["answer"]!.GetValue<string>());
        var list = (await dock.Get("returns-desk", $"/quarantined-units?rmaNumber={line.RmaNumber}&all=true")).Body!.AsArray().Single()!;
        Assert.Equal(("misread", "a creased label"), (list["state"]!.GetValue<string>(), list["settledWhy"]!.GetValue<string>()));
        Assert.Empty((await dock.Get("returns-desk", $"/quarantined-units?rmaNumber={line.RmaNumber}")).Body!.AsArray());
    }

    [Fact]
    public async Task B8_after_the_hold_only_the_desk_says_so()
    {
        var (line, id, parcel) = await Misread("B8-2", null);
        await dock.MoveClock(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        Assert.Equal((409, "quarantine.parcel-closed"), Problem(await Settle(id)));
        Assert.Equal(204, (await Settle(id, asName: "returns-desk")).Status);
        Assert.Equal("received", (await dock.ScanUnit(parcel, "B8-2-again", line.SerialNumber)).Body!["answer"]!.GetValue<string>());
    }

    private async Task<(V1.ExpectReturn Line, string QuarantineId, string Parcel)> Misread(string serial, string? read)
    {
        var line = await dock.Expected(serial);
        var parcel = await dock.AcceptedParcel(serial, line.RmaNumber);
        var answer = await dock.ScanUnit(parcel, $"{serial}-misread", read);
        return (line, answer.Body!["quarantineId"]!.GetValue<string>(), parcel);
    }

    private Task<HttpAnswer> Settle(string id, string asName = "scanner") =>
        dock.Post(asName, $"/quarantined-units/{id}/settlement", new { outcome = "misread", reason = "a creased label" });

    private static (int, string?) Problem(HttpAnswer answer) => (answer.Status, answer.Code);
}
