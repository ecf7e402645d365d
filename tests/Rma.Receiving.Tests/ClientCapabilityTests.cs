using Rma.Client.Receiving;

namespace Rma.Receiving.Tests;

/// <summary>The typed client that is made of the document, against the service itself.</summary>
public sealed class ClientCapabilityTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task A_parcel_is_scanned_and_shown_by_the_client()
    {
        var asked = await dock.Expected("CLIENT-1");
        using var scanner = dock.As("scanner");
        var answer = await new ReceivingClient(scanner).ScanParcelAsync(Guid.CreateVersion7().ToString("N"), new ScanParcelRequest
        {
            ScanId = "client-1", Marking = asked.RmaNumber, FreightTerms = "prepaid", ScannedAt = dock.Now, WeightKg = 1.25m,
        });

        Assert.Equal(("accepted", asked.RmaNumber), (answer.Answer, answer.RmaNumber));
        Assert.Equal("CLIENT-1", Assert.Single(answer.Expected).Serial);
        using var desk = dock.As("returns-desk");
        var shown = await new ReceivingClient(desk).ShowParcelAsync(answer.ParcelId);
        Assert.Equal((1.25m, "main"), (shown.WeightKg, shown.Site));
    }

    [Fact]
    public async Task A_refusal_is_a_problem_with_its_code()
    {
        using var scanner = dock.As("scanner");
        var refused = await Assert.ThrowsAsync<ApiException<Problem>>(() => new ReceivingClient(scanner).ScanParcelAsync(
            Guid.CreateVersion7().ToString("N"),
            new ScanParcelRequest { ScanId = "client-2", Marking = null, FreightTerms = "barter", ScannedAt = dock.Now }));

        Assert.Equal((400, "scan.freight-terms-unknown"), (refused.StatusCode, refused.Result.Code));
    }
}
