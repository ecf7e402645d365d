using Rma.Contracts.Billing.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>The registers of issuance are made of events alone.</summary>
public sealed class RebuildTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task Every_read_model_comes_out_of_the_events_as_it_grew()
    {
        await issuance.Sold("REB-1");
        await issuance.Sold("REB-2", daysAgo: 800);
        var issued = await Ask("REB-1");
        var denied = await Ask("REB-2");
        Assert.Equal((201, 409), (issued.Status, denied.Status));
        Assert.Equal(204, (await issuance.Post(
            "partner", $"/rmas/{issued.Body!["rmaNumber"]!.GetValue<string>()}/cancellation", new { reason = "a mistake" })).Status);

        var asked = await issuance.Post("returns-desk", "/overrides", new
        {
            serialNumber = "REB-2", code = "line.outside-warranty", clause = "W1", reason = "a customer of many years",
            expiresOn = IssuanceUnderTest.Today.AddDays(30),
        });
        Assert.Equal(204, (await issuance.Post(
            "second-desk", $"/overrides/{asked.Body!["overrideId"]!.GetValue<string>()}/approval", new { })).Status);
        var raised = await issuance.Post("partner", "/disputes", new
        {
            subject = "rma", reference = denied.Body!["rmaId"]!.GetValue<string>(), reason = "it was only one day late",
        });
        Assert.Equal(204, (await issuance.Post("returns-desk", $"/disputes/{raised.Body!["disputeId"]!.GetValue<string>()}/resolution",
            new { outcome = "upheld", reason = "closed on day ninety" })).Status);

        var bought = new UnitInvoiced(
            "REB-PIECES", 1, 1, null, "CAM-2", "ACC-1", IssuanceUnderTest.Today.AddDays(-5), 180m, 0m, 0m, 5m, "USD") { Quantity = 3 };
        await issuance.PublishPlain(bought);
        await Pieces(3);
        await issuance.PublishPlain(bought with { Revision = 2, Quantity = 2 });
        await Pieces(2);
        await issuance.Recorded("REB-1", "remedy_closed", 1);
        await ReadModels.AssertMadeOfEvents(issuance);
    }

    private Task<HttpAnswer> Ask(string serial) =>
        issuance.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { serial } });

    private Task Pieces(long count) => Wait.Until(
        () => issuance.Scalar<long>("select count(*) from pieces where invoice_id = 'REB-PIECES'"), seen =>
            seen == count, $"{count} pieces");
}
