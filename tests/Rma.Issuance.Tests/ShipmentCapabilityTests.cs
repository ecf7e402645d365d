using Rma.Contracts.Issuance.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>Shipments announced by their senders, over HTTP and AMQP.</summary>
public sealed class ShipmentCapabilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task D2_an_announced_shipment_is_told_to_the_dock_once_and_shown()
    {
        var told = await issuance.Listen<ReturnShipmentAnnounced>();
        await issuance.Sold("D2-1");
        var number = (await issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { "D2-1" } }))
            .Body!["rmaNumber"]!.GetValue<string>();
        var body = new { carrier = "UPS", trackingNumber = "1Z 999 AA1", cartons = 2, lines = new[] { 1 } };

        var first = await issuance.Post("partner", $"/rmas/{number}/shipments", body);
        Assert.Equal((201, "1Z 999 AA1"), (first.Status, first.Body!["trackingNumber"]!.GetValue<string>()));
        var again = await issuance.Post(
            "returns-desk", $"/rmas/{number}/shipments", new { carrier = "ups", trackingNumber = "1z999aa1", cartons = 2 });
        Assert.Equal((201, first.Text), (again.Status, again.Text));
        var message = (await Wait.Until(told.Take, said => said?.RmaNumber == number, "the dock to be told"))!;
        Assert.Equal(("UPS", 2, "ACC-1"), (message.Carrier, message.Cartons, message.AccountId));
        Assert.Equal([1], message.Lines);
        Assert.Null(await told.Take());
        Assert.Single((await issuance.Get("partner", $"/rmas/{number}/shipments")).Body!.AsArray());

        foreach (var path in new[] { $"/rmas/{number}/shipments", "/rmas/RMA-222222-2/shipments" })
            Assert.Equal((404, "rma.not-found"), await issuance.Post("partner-2", path, body) is var other ? (other.Status, other.Code)
                : default);
        Assert.Equal(404, (await issuance.Get("partner-2", $"/rmas/{number}/shipments")).Status);
        Assert.Equal(403, (await issuance.Post("auditor", $"/rmas/{number}/shipments", body)).Status);
        await issuance.Post("partner", $"/rmas/{number}/cancellation", new { reason = "found the fault" });
        var late = await issuance.Post("partner", $"/rmas/{number}/shipments", body);
        Assert.Equal((409, "rma.cancelled"), (late.Status, late.Code));
        Assert.NotEmpty(late.Body!["clauses"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"carrier":" ","trackingNumber":"1Z"}""", "shipment.text-malformed")]
    [InlineData("""{"carrier":"UPS","trackingNumber":"--"}""", "shipment.text-malformed")]
    [InlineData("""{"carrier":"UPS","trackingNumber":"1Z\n2"}""", "request.malformed")]
    [InlineData("""{"carrier":"UPS","trackingNumber":"1Z","cartons":0}""", "shipment.cartons-out-of-range")]
    [InlineData("""{"carrier":"UPS","trackingNumber":"1Z","cartons":1000}""", "shipment.cartons-out-of-range")]
    [InlineData("""{"carrier":"UPS"}""", "request.malformed")]
    public async Task D2_a_shipment_that_is_wrong_in_itself_is_answered_with_its_code(string body, string code)
    {
        var answer = await issuance.Post("partner", "/rmas/RMA-222222-2/shipments", System.Text.Json.Nodes.JsonNode.Parse(body)!);
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }
}
