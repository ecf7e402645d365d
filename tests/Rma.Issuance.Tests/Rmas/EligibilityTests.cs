using System.Text.Json.Nodes;

namespace Rma.Issuance.Tests.Rmas;

/// <summary>What a distributor's serials are entitled to, in one question.</summary>
public sealed class EligibilityTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task Five_hundred_items_are_answered_in_order_as_each_alone_would_be()
    {
        await issuance.Sold("ELIG-1");
        await issuance.Sold("ELIG-2", daysAgo: 91);
        string[] items = ["ELIG-2", "ELIG-1", .. Enumerable.Range(1, 498).Select(number => $"UNKNOWN-{number}")];
        var answer = await issuance.Post("partner", "/eligibility", new { items });
        Assert.Equal(200, answer.Status);
        var answered = answer.Body!["items"]!.AsArray();
        Assert.Equal(items, answered.Select(item => item!["item"]!.GetValue<string>()));
        foreach (var number in new[] { 0, 1 })
        {
            var alone = (await issuance.Post("partner", "/what-if", new { serialNumber = items[number] })).Body!;
            Assert.Equal(alone["remedies"]!.ToJsonString(), answered[number]!["remedies"]!.ToJsonString());
        }

        Assert.Equal(("No", "Yes"), (Outcome(answered[0]!), Outcome(answered[1]!)));
        Assert.Equal(0, await issuance.Scalar<long>("select count(*) from mt_events where type like 'rma%'"));
        var one = await issuance.Post("returns-desk", "/eligibility", new { items = new[] { "ELIG-1" }, remedy = "credit-return",
            accountId = "ACC-1" });
        Assert.Equal("credit-return", one.Body!["items"]![0]!["remedies"]!.AsArray().Single()!["remedy"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0, 1, null, "eligibility.items-out-of-range")]
    [InlineData(501, 1, null, "eligibility.items-out-of-range")]
    [InlineData(1, 2, null, "eligibility.item-twice")]
    [InlineData(1, 1, "repair", "request.unknown-value")]
    public async Task A_wrong_question_is_told_so(int count, int times, string? remedy, string code)
    {
        var items = Enumerable.Repeat(Enumerable.Range(1, count).Select(number => $"E-{number}"), times).SelectMany(some => some).ToArray();
        var answer = await issuance.Post("partner", "/eligibility", new { items, remedy });
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    private static string Outcome(JsonNode item) => item["remedies"]!.AsArray()
        .Single(remedy => remedy!["remedy"]!.GetValue<string>() == "credit-return")!["outcome"]!.GetValue<string>();
}
