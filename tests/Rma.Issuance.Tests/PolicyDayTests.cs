using Rma.Contracts.Credit.V1;
using Rma.Contracts.Products.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Policy;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>An evening on which it is already tomorrow in UTC: the policy's own day counts .</summary>
public sealed class PolicyDayTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task A12_a_product_that_is_phased_out_from_tomorrow_is_not_phased_out_this_evening()
    {
        var real = TimeProvider.System.GetUtcNow();
        var evening = new DateTimeOffset(DateOnly.FromDateTime(real.UtcDateTime).AddDays(1), new TimeOnly(3, 0), TimeSpan.Zero);
        using var http = issuance.As("operator");
        using var clock = new HttpRequestMessage(
            HttpMethod.Put, "/platform/clock") { Content =
            System.Net.Http.Json.JsonContent.Create(new { offsetSeconds = (long)(evening - real).TotalSeconds }) };
        clock.Headers.Add("Idempotency-Key", "evening");
        using var moved = await http.SendAsync(clock);
        Assert.Equal(200, (int)moved.StatusCode);
        var today = PolicyBook.Load().InForceAt(evening).Calendar.LocalDate(evening);
        Assert.NotEqual(today, DateOnly.FromDateTime(evening.UtcDateTime));

        await issuance.Sold("A12-1");
        await issuance.PublishPlain(new ProductChanged(
            "CAM-2", 2, "Dome camera", 24, ["bracket"], false, false, true, "CAM-3", today.AddDays(1), real));
        await issuance.Events("product-CAM-2", 2);
        var rma = (await issuance.Post(
            "partner", "/rmas", new { remedy = "advance-replacement", items = new[] { "A12-1" }, defect = "no picture" })).Body!;
        var (id, number) = (Guid.Parse(rma["lines"]![0]!["returnId"]!.GetValue<string>()), rma["rmaNumber"]!.GetValue<string>());
        var rmaId = Guid.Parse(rma["rmaId"]!.GetValue<string>());
        var asked = await issuance.Listen<AssessCredit>();
        var at = evening + (TimeProvider.System.GetUtcNow() - real);
        await InState("AwaitingArrival");
        await issuance.Publish(new UnitReceived(id, rmaId, number, 1, "A12-1", Guid.CreateVersion7(), at, at));
        await InState("AwaitingInspection");
        await issuance.Publish(new InspectionCompleted(
            id, rmaId, number, 1, "A12-1", new(false, false, false, [], "intact", false, false, null, []), "ina", at));
        await InState("AwaitingTest");
        await issuance.Publish(new UnitTested(id, id, rmaId, number, 1, "A12-1", true, "no picture", [], "tom", at));
        Assert.False((await asked.Next()).Replacement!.ReturnedItemIsPhasedOut);

        Task InState(string state) => Wait.Until(
            () => issuance.Get("operator", $"/returns?rmaNumber={number}"), answer =>
                answer.Body is System.Text.Json.Nodes.JsonArray { Count: 1 } rows && rows[0]!["state"]!.GetValue<string>() == state, state);
    }
}
