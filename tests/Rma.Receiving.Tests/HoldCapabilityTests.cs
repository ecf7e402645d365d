using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>A service of its own, because these tests move its clock.</summary>
public sealed class HoldCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    [Rule("P3/19", Shows.Refused)]
    public async Task A_parcel_whose_number_stays_unknown_is_refused_when_the_hold_is_over_and_stays_refused()
    {
        var news = await dock.Listen<V1.ParcelRefused>();
        var asked = dock.Line(ReceivingUnderTest.NewNumber(), 1, "HOLD-1");
        var at = dock.Now;
        var id = (await dock.ScanParcel("hold-1", asked.RmaNumber, at: at)).Body!["parcelId"]!.GetValue<string>();
        Assert.Equal("held", await State(id));

        await dock.MoveClock(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        var told = await news.Next();
        Assert.Equal((id, "parcel.unknown-number", null), (told.ParcelId.ToString(), told.Code, told.RmaId));
        Assert.Equal("refused", await State(id));

        // The number becomes known after the refusal: final for this delivery, while the number itself stays valid.
        await dock.Publish(asked);
        await dock.Heard(asked.RmaNumber, 1);
        var again = await dock.ScanParcel("hold-1", asked.RmaNumber, at: at);
        Assert.Equal("parcel.unknown-number", again.Body!["code"]!.GetValue<string>());
        await dock.AcceptedParcel("hold-2", asked.RmaNumber);

        // Ninety days on, the repeat of an old scan is still a repeat; a new scan of that age is refused.
        await dock.MoveClock(TimeSpan.FromDays(100));
        Assert.Equal("refused", (await dock.ScanParcel("hold-1", asked.RmaNumber, at: at)).Body!["answer"]!.GetValue<string>());
        Assert.Equal("scan.conflict", (await dock.ScanParcel("hold-1", null, at: at)).Code);
        Assert.Equal("scan.time-implausible", (await dock.ScanParcel("hold-3", asked.RmaNumber, at: at)).Code);
    }

    private async Task<string> State(string id) => (await dock.Get("returns-desk", $"/parcels/{id}")).Body!["state"]!.GetValue<string>();
}
