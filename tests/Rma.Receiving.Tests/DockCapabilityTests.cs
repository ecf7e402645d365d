using Rma.Testing;
using V1 = Rma.Contracts.Receiving.V1;

namespace Rma.Receiving.Tests;

/// <summary>Parcels at the dock over HTTP and AMQP, on a real database and a real broker.</summary>
public sealed class DockCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task A_ticket_does_not_expire_and_its_number_is_expected_like_any_other()
    {
        var line = dock.Line(ReceivingUnderTest.NewNumber(), 1, "TICKET-1") with { ValidThrough = DateOnly.MaxValue };
        await dock.Publish(line);
        await dock.Heard(line.RmaNumber, 1);
        await dock.AcceptedParcel("TICKET-1", line.RmaNumber);
    }

    [Fact]
    [Rule("P3/9", Shows.Accepted)]
    public async Task A_marked_parcel_comes_in_and_is_told_about()
    {
        var news = await dock.Listen<V1.ParcelAccepted>();
        var asked = await dock.Expected("CAP-1");
        var at = dock.Now.AddHours(-6);
        var answer = await dock.ScanParcel(
            "accept-1", asked.RmaNumber.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), at: at);

        Assert.Equal(200, answer.Status);
        Assert.Equal(("accepted", asked.RmaNumber), (Text(answer, "answer"), Text(answer, "rmaNumber")));
        Assert.Equal(["P2", "P3", "P4"], answer.Body!["clauses"]!.AsArray().Select(clause => clause!.GetValue<string>()));
        Assert.Equal(("CAP-1", "CAM-2"),
            (answer.Body["expected"]![0]!["serial"]!.GetValue<string>(), answer.Body["expected"]![0]!["sku"]!.GetValue<string>()));
        var told = await news.Next();
        while (told.RmaNumber != asked.RmaNumber) told = await news.Next();
        Assert.Equal((asked.RmaId, "main"), (told.RmaId, told.Site));
        Assert.Equal(at, told.ScannedAt, TimeSpan.FromMilliseconds(1));
        Assert.True(told.RecordedAt > told.ScannedAt.AddHours(5), "both times are told");
    }

    [Theory]
    [Rule("P3/19", Shows.Refused)]
    [InlineData("unmarked", null, "prepaid", "parcel.unmarked")]
    [InlineData("illegible", "RMA-7K2", "prepaid", "parcel.illegible")]
    [InlineData("collect", "good", "collect", "parcel.freight-collect")]
    [InlineData("expired", "expired", "prepaid", "parcel.expired")]
    [InlineData("cancelled", "cancelled", "prepaid", "parcel.cancelled")]
    public async Task A_refusal_is_a_recorded_answer(string scanId, string? marking, string freightTerms, string code)
    {
        var asked = dock.Line(ReceivingUnderTest.NewNumber(), 1, $"REF-{scanId}");
        if (marking == "expired") asked = asked with { ValidThrough = DateOnly.FromDateTime(dock.Now.AddDays(-2).UtcDateTime) };
        // Cancelled before it was expected: messages arrive in any order.
        if (marking == "cancelled")
            await dock.Publish(new V1.StopExpectingReturn(
            asked.ReturnId, asked.RmaId, asked.RmaNumber, 1, "cancelled", dock.Now.AddMinutes(-1)));
        if (marking == "cancelled") await Stored($"expected-rma-{asked.RmaNumber}", 1);
        await dock.Publish(asked);
        await dock.Heard(asked.RmaNumber, 1);

        var answer = await dock.ScanParcel(
            $"refuse-{scanId}", marking is "good" or "expired" or "cancelled" ? asked.RmaNumber : marking, freightTerms);
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
        await Wait.Until(async () => Text(await dock.Get("scanner", $"/parcels/{id}"), "state") == "accepted", "the parcel to come in");

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
            () => dock.Scalar<long>("select count(*) from parcels where scan_id like 'race-%' and state = 'accepted'"), count =>
                count == 20, "all parcels to come in");
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
        await Wait.Until(() => dock.Scalar<long>($"select count(*) from inbox where message_id in ('{id}', '{last}')"), count =>
            count == 2, "the inbox rows");
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

    [Fact]
    [Trait("Rule", "I13")]
    public async Task The_same_scans_at_the_same_moment_are_one_parcel_and_one_unit()
    {
        var asked = await dock.Expected("CAP-7");
        var at = dock.Now;
        var parcels = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => dock.ScanParcel("moment-1", asked.RmaNumber, at: at)));
        Assert.All(parcels, answer => Assert.Equal(parcels[0].Text, answer.Text));
        var units = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => dock.ScanUnit(Text(parcels[0], "parcelId")!, $"moment-unit-{i}", "CAP-7", at: at)));
        Assert.Equal(["already-received", "already-received", "already-received", "received"],
            units.Select(answer => Text(answer, "answer")).Order());
        Assert.Equal(1, await dock.Scalar<long>(
            $"select count(*) from mt_events where stream_id = 'parcel-{Text(parcels[0], "parcelId")}'"));
        Assert.Equal(1, await dock.Scalar<long>($"select count(*) from mt_events where stream_id = 'received-unit-{asked.ReturnId}'"));
    }

    [Fact]
    public async Task Parcels_are_found_by_number_and_state()
    {
        var asked = await dock.Expected("CAP-6");
        await dock.ScanParcel("list-1", asked.RmaNumber);
        await dock.ScanParcel("list-2", asked.RmaNumber, "collect");
        Assert.Equal(2, (await dock.Get("operator", $"/parcels?rmaNumber={asked.RmaNumber}")).Body!.AsArray().Count);
        Assert.Equal("list-2", (await dock.Get("operator", $"/parcels?rmaNumber={asked.RmaNumber}&state=refused")).Body!.AsArray()
            .Single()!["scanId"]!.GetValue<string>());
        Assert.Equal("parcels.state-unknown", (await dock.Get("operator", "/parcels?state=lost")).Code);
        Assert.Equal((404, "parcel.not-found"), await NotFound());

        async Task<(int, string?)> NotFound()
        {
            var answer = await dock.Get("operator", $"/parcels/{Guid.CreateVersion7()}");
            return (answer.Status, answer.Code);
        }
    }

    private Task Stored(string stream, long events) => Wait.Until(
        () => dock.Scalar<long>($"select count(*) from mt_events where stream_id = '{stream}'"), count =>
            count >= events, $"{events} events of {stream}");

    private static string? Text(HttpAnswer answer, string member) => answer.Body?[member]?.GetValue<string>();
}
