using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Units taken out of parcels and inspected, over HTTP and AMQP.</summary>
public sealed class UnitCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    [Trait("Example", "E08")]
    [Rule("P2/17", Shows.Refused)]
    public async Task Surplus_and_swapped_units_are_put_aside_and_the_missing_one_stays_outstanding()
    {
        var aside = await dock.Listen<V1.UnexpectedUnitQuarantined>();
        var s1 = await dock.Expected("E08-S1");
        await dock.Expected("E08-S2", s1.RmaNumber, 2, s1.RmaId);
        var parcel = await dock.AcceptedParcel("e08", s1.RmaNumber);

        Assert.Equal(("received", s1.ReturnId.ToString()), Of(await dock.ScanUnit(parcel, "e08-1", "E08-S1")));
        Assert.Equal(("surplus", null), Of(await dock.ScanUnit(parcel, "e08-2", "E08-S9")));
        Assert.Equal(("swapped", null), Of(await dock.ScanUnit(parcel, "e08-3", "E08-S3", insteadOf: "E08-S2")));
        Assert.Equal(("unreadable", null), Of(await dock.ScanUnit(parcel, "e08-4", "  ")));
        Assert.Equal(("surplus", null), Of(await dock.ScanUnit(parcel, "e08-5", "E08-S9")));
        Assert.Equal(("already-received", s1.ReturnId.ToString()), Of(await dock.ScanUnit(parcel, "e08-6", "E08-S1")));

        var told = new List<V1.UnexpectedUnitQuarantined> { await aside.Next(), await aside.Next(), await aside.Next() };
        Assert.Equal(["surplus E08-S9", "swapped E08-S3", "unreadable "], told.Select(unit => $"{unit.Kind} {unit.SerialNumber}").Order());
        Assert.All(told, unit => Assert.Equal((s1.RmaId, parcel), (unit.RmaId, unit.ParcelId.ToString())));
        var list = (await dock.Get("returns-desk", $"/quarantined-units?rmaNumber={s1.RmaNumber}")).Body!.AsArray();
        Assert.Equal(["surplus", "swapped", "unreadable"], list.Select(row => row!["kind"]!.GetValue<string>()).Order());
        Assert.Equal(["E08-S1"], (await dock.Get("inspector", $"/units?rmaNumber={s1.RmaNumber}")).Body!.AsArray()
            .Select(row => row!["serialNumber"]!.GetValue<string>()));
        var again = await dock.ScanParcel("e08-next", s1.RmaNumber);
        Assert.Equal(["E08-S2"], again.Body!["expected"]!.AsArray().Select(unit => unit!["serial"]!.GetValue<string>()));
    }

    [Fact]
    [Rule("P4/18", Shows.Accepted)]
    public async Task A_delivery_in_parts_is_received_part_by_part()
    {
        var received = await dock.Listen<V1.UnitReceived>();
        var first = await dock.Expected("PART-1");
        var second = await dock.Expected("PART-2", first.RmaNumber, 2, first.RmaId);
        var (one, two) = (await dock.AcceptedParcel("part-1", first.RmaNumber), await dock.AcceptedParcel("part-2", first.RmaNumber));

        await dock.ScanUnit(one, "part-unit-1", "PART-1");
        await dock.ScanUnit(two, "part-unit-2", "PART-2");
        Assert.Equal(("already-received", first.ReturnId.ToString()), Of(await dock.ScanUnit(two, "part-unit-3", "PART-1")));

        V1.UnitReceived[] told = [await Next(received, first.RmaNumber), await Next(received, first.RmaNumber)];
        Assert.Equal([(first.ReturnId, one), (second.ReturnId, two)],
            told.OrderBy(unit => unit.Line).Select(unit => (unit.ReturnId, unit.ParcelId.ToString())));
        Assert.All(told, unit => Assert.True(unit.ArrivedAt < unit.ReceivedAt, "the return date is the dock scan"));
        Assert.Equal(1, await dock.Scalar<long>($"select count(*) from mt_events where stream_id = 'received-unit-{first.ReturnId}'"));
    }

    [Fact]
    public async Task A_unit_found_before_its_line_was_heard_of_is_received_when_it_is()
    {
        var first = await dock.Expected("LATE-1");
        var parcel = await dock.AcceptedParcel("late", first.RmaNumber);
        Assert.Equal(("surplus", null), Of(await dock.ScanUnit(parcel, "late-2", "LATE-2")));
        var second = await dock.Expected("LATE-2", first.RmaNumber, 2, first.RmaId);

        var unit = await Wait.Until(() => dock.Get("inspector", $"/units/{second.ReturnId}"), answer => answer.Status == 200, "the unit");
        Assert.Equal(parcel, unit.Body!["parcelId"]!.GetValue<string>());
        Assert.Empty((await dock.Get("returns-desk", $"/quarantined-units?rmaNumber={first.RmaNumber}")).Body!.AsArray());
        var lifted = (await dock.Get("returns-desk", $"/quarantined-units?rmaNumber={first.RmaNumber}&all=true")).Body!.AsArray().Single()!;
        Assert.Equal(("lifted", second.ReturnId.ToString()), (lifted["state"]!.GetValue<string>(), lifted["returnId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task C5_the_inspector_reads_what_the_requester_said()
    {
        var asked = dock.Line(ReceivingUnderTest.NewNumber(), 1, "C5-A") with { ReasonCode = "no-picture", Defect = "black since Tuesday" };
        await dock.Publish(asked);
        await dock.Heard(asked.RmaNumber, 1);
        var scanned = await dock.ScanParcel("c5", asked.RmaNumber);
        Assert.Equal("black since Tuesday", scanned.Body!["expected"]![0]!["defect"]!.GetValue<string>());
        await dock.ScanUnit(scanned.Body["parcelId"]!.GetValue<string>(), "c5-1", "C5-A");
        var unit = (await dock.Get("inspector", $"/units/{asked.ReturnId}")).Body!;
        Assert.Equal(("no-picture", "black since Tuesday"), (unit["reasonCode"]!.GetValue<string>(), unit["defect"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_unit_scan_is_one_scan_and_needs_its_parcel()
    {
        var asked = await dock.Expected("ONCE-1");
        var parcel = await dock.AcceptedParcel("once", asked.RmaNumber);
        var at = dock.Now;
        var first = await dock.ScanUnit(parcel, "once-1", "ONCE-1", at: at);
        Assert.Equal(first.Text, (await dock.ScanUnit(parcel, "once-1", "ONCE-1", at: at)).Text);
        Assert.Equal("scan.conflict", (await dock.ScanUnit(parcel, "once-1", "ONCE-9", at: at)).Code);
        Assert.Equal("scan.time-implausible", (await dock.ScanUnit(parcel, "once-2", "ONCE-9", at: at.AddMinutes(10))).Code);
        Assert.Equal((404, "parcel.not-found"), Problem(await dock.ScanUnit(Guid.CreateVersion7().ToString(), "once-3", "ONCE-1")));
        Assert.Equal(
            403, (await dock.Post("inspector", $"/parcels/{parcel}/units",
            new { scanId = "once-4", serialNumber = "ONCE-1", scannedAt = at })).Status);
    }

    private static (string?, string?) Of(HttpAnswer answer) =>
        (answer.Body?["answer"]?.GetValue<string>(), answer.Body?["returnId"]?.GetValue<string>());

    private static (int, string?) Problem(HttpAnswer answer) => (answer.Status, answer.Code);

    private static async Task<V1.UnitReceived> Next(Listener<V1.UnitReceived> listener, string rmaNumber)
    {
        var message = await listener.Next();
        while (message.RmaNumber != rmaNumber) message = await listener.Next();
        return message;
    }
}
