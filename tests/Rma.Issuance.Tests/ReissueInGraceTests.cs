using Rma.Contracts.Credit.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>A number reissued while a late scan may still be under way; these tests move the clock of their own service.</summary>
public sealed class ReissueInGraceTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    [Rule("P4/15", Shows.Accepted)]
    public async Task C1_an_expired_number_is_issued_anew_in_the_grace_and_a_late_scan_takes_the_unit_back()
    {
        var asked = await issuance.Listen<AssessCredit>();
        await issuance.Sold("C1-1");
        var old = (await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "C1-1" } })).Body!;
        await MoveClock(TimeSpan.FromDays(29));
        Assert.Equal("rma.nothing-to-reissue", (await Reissue(old)).Code);

        await MoveClock(TimeSpan.FromDays(31.5)); // the first day after the last; the deadline and its grace of 48 hours are not over
        Assert.Equal("issued", (await issuance.Get("partner", $"/rmas/{old["rmaNumber"]}")).Body!["state"]!.GetValue<string>());
        var anew = await Reissue(old);
        Assert.Equal((201, old["rmaNumber"]!.GetValue<string>()), (anew.Status, anew.Body!["reissues"]!.GetValue<string>()));
        Assert.Equal("rma.already-reissued", (await Reissue(old)).Code);

        // A scan of the last valid day, reported late: the old number's unit is here, and the new number is cancelled for it.
        var (first, second) = (ReturnOf(old), ReturnOf(anew.Body));
        await InState(second, "AwaitingArrival");
        var at = IssuanceUnderTest.Now.AddDays(29);
        await issuance.Publish(new UnitReceived(
            first, Rma(old), old["rmaNumber"]!.GetValue<string>(), 1, "C1-1", Guid.CreateVersion7(), at, at));
        await InState(first, "AwaitingInspection");
        await InState(second, "Cancelled");
        await issuance.Publish(new InspectionCompleted(
            first, Rma(old), old["rmaNumber"]!.GetValue<string>(), 1, "C1-1",
            new(false, false, false, [], "intact", false, false, null, []), "ines", at));
        await Wait.Until(asked.Take, message => message?.ReturnId == first, "credit to be asked for the old return");

        // The deadline fires after that and changes nothing; there is only one open return.
        await MoveClock(TimeSpan.FromDays(36));
        Assert.Equal("remedy_opened", await LastRemedyEvent("C1-1"));
        Assert.Equal("AwaitingCredit", await issuance.Scalar<string>($"select state from sagas where correlation_id = '{first}'"));
        await MoveClock(TimeSpan.Zero);
    }

    [Fact]
    [Rule("P4/15", Shows.Accepted)]
    public async Task C1_without_a_late_scan_the_new_number_goes_on_and_the_old_return_ends()
    {
        await issuance.Sold("C1-2");
        var old = (await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "C1-2" } })).Body!;
        await InState(ReturnOf(old), "AwaitingArrival");
        await MoveClock(TimeSpan.FromDays(31.5));
        var anew = await Reissue(old);
        Assert.Equal(201, anew.Status);
        await InState(ReturnOf(anew.Body!), "AwaitingArrival");
        await MoveClock(TimeSpan.FromDays(36));
        await InState(ReturnOf(old), "Expired");
        Assert.Equal("AwaitingArrival",
            await issuance.Scalar<string>($"select state from sagas where correlation_id = '{ReturnOf(anew.Body!)}'"));
        Assert.Equal("remedy_opened", await LastRemedyEvent("C1-2"));
        await MoveClock(TimeSpan.Zero);
    }

    private Task<HttpAnswer> Reissue(System.Text.Json.Nodes.JsonNode old) =>
        issuance.Post("partner", $"/rmas/{old["rmaNumber"]}/reissue", new { });

    private Task<string?> LastRemedyEvent(string serial) => issuance.Scalar<string>(
        $"select type from mt_events where stream_id = 'unit-{serial}' and type in ('remedy_opened', 'remedy_closed') " +
            "order by version desc limit 1");

    private static Guid ReturnOf(System.Text.Json.Nodes.JsonNode rma) => Guid.Parse(rma["lines"]![0]!["returnId"]!.GetValue<string>());

    private static Guid Rma(System.Text.Json.Nodes.JsonNode rma) => Guid.Parse(rma["rmaId"]!.GetValue<string>());

    private Task InState(Guid id, string state) =>
        Wait.Until(() => issuance.Scalar<string>($"select state from sagas where correlation_id = '{id}'"), seen =>
        seen == state, $"{id} to be {state}");

    private async Task MoveClock(TimeSpan ahead)
    {
        using var http = issuance.As("operator");
        http.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var response = await http.PutAsync(
            new Uri("/platform/clock", UriKind.Relative),
        System.Net.Http.Json.JsonContent.Create(new { offsetSeconds = (long)ahead.TotalSeconds }));
        response.EnsureSuccessStatusCode();
    }
}
