using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Labels as scanners send them, over HTTP.</summary>
public sealed class LabelCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Theory]
    [InlineData("b6-1", "400{0}\u001D21S1", "accepted", null)]
    [InlineData("b6-2", "{0}\u001D", "accepted", null)]
    [InlineData("b6-3", "\u001D\u001E\u0004\u0001", "refused", "parcel.illegible")]
    [InlineData("b6-4", "no number\u001Dhere\u0000", "refused", "parcel.illegible")]
    [InlineData("b7-1", "]C1{0}", "accepted", null)]
    [InlineData("b7-2", "\uFEFF{0}", "accepted", null)]
    [InlineData("b7-3", "RMA #{1}", "accepted", null)]
    public async Task B6_a_marking_with_separators_is_a_recorded_answer(string scanId, string pattern, string answer, string? code)
    {
        var refusals = await dock.Listen<V1.ParcelRefused>();
        var number = (await dock.Expected($"LABEL-{scanId}")).RmaNumber;
        var marking = pattern.Replace("{0}", number, StringComparison.Ordinal).Replace("{1}", number[4..], StringComparison.Ordinal);
        var at = dock.Now;
        var scanned = await dock.ScanParcel(scanId, marking, at: at);
        Assert.Equal((200, answer, code),
            (scanned.Status, scanned.Body!["answer"]!.GetValue<string>(), scanned.Body["code"]?.GetValue<string>()));
        Assert.Equal(answer == "accepted" ? number : null, scanned.Body["rmaNumber"]?.GetValue<string>());
        Assert.Equal(scanned.Text, (await dock.ScanParcel(scanId, marking, at: at)).Text);

        var row = await dock.Get("returns-desk", $"/parcels/{scanned.Body["parcelId"]!.GetValue<string>()}");
        Assert.Equal(marking.Replace('\0', '\u2400'), row.Body!["marking"]!.GetValue<string>());
        if (answer == "refused") Assert.DoesNotContain((await refusals.Next()).Marking!, char.IsControl);
    }

    [Fact]
    public async Task B6_a_serial_number_with_separators_is_a_recorded_answer()
    {
        var line = await dock.Expected("GS-1");
        var parcel = await dock.AcceptedParcel("gs", line.RmaNumber);
        Assert.Equal("unreadable", Answer(await dock.ScanUnit(parcel, "gs-1", "(01)09506000134352")));
        Assert.Equal("unreadable", Answer(await dock.ScanUnit(parcel, "gs-2", new string('A', 65))));
        Assert.Equal("surplus", Answer(await dock.ScanUnit(parcel, "gs-3", "]d2010950600013435221GS-9\u001D10L\u0000")));
        var received = await dock.ScanUnit(parcel, "gs-4", "]d2010950600013435221GS-1\u001D10LOT7");
        Assert.Equal(("received", line.ReturnId.ToString()), (Answer(received), received.Body!["returnId"]!.GetValue<string>()));
        Assert.Equal("09506000134352", (await dock.Get("inspector", $"/units/{line.ReturnId}")).Body!["gtin"]!.GetValue<string>());
    }

    private static string Answer(HttpAnswer answer) => answer.Body!["answer"]!.GetValue<string>();
}
