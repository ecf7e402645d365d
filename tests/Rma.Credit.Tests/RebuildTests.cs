using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Licensing.V1;
using Rma.Policy;
using Rma.Testing;
using static Rma.Credit.Tests.CreditUnderTest;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Credit.Tests;

/// <summary>The lists and the books are made of events alone.</summary>
public sealed class RebuildTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    public async Task Every_read_model_comes_out_of_the_events_as_it_grew()
    {
        var (kept, reviewed, waiting) = (Camera("REB-1"), Camera("REB-2"), Scratched("REB-3"));
        foreach (var asked in new[] { kept, reviewed, waiting }) await credit.Publish(asked);
        foreach (var asked in new[] { kept, reviewed }) await credit.InState(asked, "issued");
        await credit.InState(waiting, "referred");
        Assert.Equal(204, (await credit.Post("credit-analyst", $"/credit-cases/{reviewed.CreditCaseId}/review",
            new { outcome = "stands", reason = "invoiced again" })).Status);
        Assert.Equal(204, (await credit.Decide(waiting, new { outcome = "credit", netAmount = 100m, reason = "half of it" })).Status);

        var charge = Guid.CreateVersion7();
        await credit.Publish(new V1.AssessCharge(
            charge, charge, Guid.CreateVersion7(), RmaNumber.FromSequence(35).ToString(), 1, "ACC-1", "REB-4", "CAM-2",
            Remedies.PaidRepair, new("INV-REB-4", Today.AddDays(-900), 180m, 14.85m, "USD"), [], false, new(1, 145.50m, "USD"), false, true,
            false, null, "USD", Now));
        await credit.PublishPlain(new LicenseActivated("REB-VMS", "VMS", Now.AddHours(-1)));
        await credit.Publish(new CreditBasisChanged("invoice-line", "REB-INV", 1, 2, "REB-9", null, 180m, Now));
        await Wait.Until(() => credit.Scalar<long>("select (select count(*) from charges) + (select count(*) from credit_bases)"),
            count => count == 3, "the charge, the activation and the invoice line");

        var heard = await OfMessages();
        await ReadModels.AssertMadeOfEvents(credit, "purchases_credited");
        Assert.Equal(heard, await OfMessages());

        await using var wrong = credit.Database.CreateCommand("update purchases_credited set credited = 0.01, price_paid = 0.02");
        await wrong.ExecuteNonQueryAsync();
        await ReadModels.Rebuild(credit, ReadModels.Of(credit).Single(projection => projection.Name == "credit-book"));
        Assert.Equal(460m, await credit.Scalar<decimal>("select sum(credited) from purchases_credited"));
    }

    private async Task<string[]> OfMessages() =>
        [.. (await ReadModels.Rows(credit, "credit_bases")).Where(row => row.Contains("REB-INV", StringComparison.Ordinal))];
}
