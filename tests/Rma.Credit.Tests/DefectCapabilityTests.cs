using static Rma.Credit.Tests.CreditUnderTest;

namespace Rma.Credit.Tests;

/// <summary>The requester's description of a defect, as shown to the analyst.</summary>
public sealed class DefectCapabilityTests(CreditUnderTest credit) : IClassFixture<CreditUnderTest>
{
    [Fact]
    public async Task C5_the_analyst_reads_what_the_requester_said()
    {
        var asked = Scratched("C5-C") with { ReasonCode = "no-picture", Defect = "black since Tuesday" };
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        var request = (await credit.Get("credit-analyst", $"/credit-cases/{asked.CreditCaseId}")).Body!["request"]!;
        Assert.Equal(("no-picture", "black since Tuesday"),
            (request["reasonCode"]!.GetValue<string>(), request["defect"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A13_an_arrival_before_the_issue_waits_for_an_analyst()
    {
        var asked = Camera("A13-C");
        asked = asked with { ArrivedAt = asked.IssuedAt.AddDays(-40),
            Purchase = asked.Purchase! with { InvoiceDate = DateOnly.FromDateTime(asked.IssuedAt.AddDays(-50).UtcDateTime) } };
        await credit.Publish(asked);
        await credit.InState(asked, "referred");
        Assert.Equal("credit.arrived-before-issue",
            (await credit.Get("credit-analyst", $"/credit-cases/{asked.CreditCaseId}")).Body!["code"]!.GetValue<string>());
    }
}
