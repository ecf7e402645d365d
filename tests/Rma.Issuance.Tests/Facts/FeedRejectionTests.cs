using System.Text;
using System.Text.Json.Nodes;
using Rma.Contracts.Shipping.V1;
using Rma.Testing;

namespace Rma.Issuance.Tests.Facts;

/// <summary>A publisher asks what became of its messages.</summary>
public sealed class FeedRejectionTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task A_publisher_sees_its_own_rejected_messages_with_reason_and_revision_and_nobody_elses()
    {
        issuance.AddKey("warehouse", "system");
        var exchange = ServiceUnderTest.ExchangeOf<UnitShipped>();
        foreach (var number in Enumerable.Range(1, 3))
            await issuance.PublishRaw(
                exchange, Encoding.UTF8.GetBytes($$"""{"serialNumber":"REJ-{{number}}","revision":{{number}},"shippedAt":"yesterday"}"""),
                messageId: $"mine-{number}");
        var rejected = await Wait.Until(
            async () => (await Asked("system", "/feed/rejections")).AsArray(), found => found.Count == 3, "the rejections");
        var last = rejected[0]!;
        Assert.Equal(["mine-3", "mine-2", "mine-1"], rejected.Select(one => Say(one, "messageId")).OrderDescending());
        Assert.Equal(("UnitShipped", "open"), (Say(last, "message"), Say(last, "state")));
        Assert.All(rejected, one => Assert.Equal($"mine-{one!["revision"]}", Say(one, "messageId")));
        Assert.Contains("shippedAt", Say(last, "reason"), StringComparison.Ordinal);
        Assert.Null(last["body"]);
        Assert.Contains("yesterday", Say(await Asked("system", $"/feed/rejections/{Say(last, "id")}"), "body"), StringComparison.Ordinal);

        var (first, second) = (await Asked("system", "/feed/rejections?limit=2"), await Asked("system", "/feed/rejections?limit=2&after=" +
            Say(rejected[1], "id")));
        Assert.Equal(rejected.Select(one => Say(one, "id")), first.AsArray().Concat(second.AsArray()).Select(one => Say(one, "id")));

        Assert.Empty((await Asked("warehouse", "/feed/rejections?all=true")).AsArray());
        Assert.Equal((404, "rejection.not-found"), await Told("warehouse", $"/feed/rejections/{Say(last, "id")}"));
        Assert.Equal(403, (await issuance.Get("partner", "/feed/rejections")).Status);

        Assert.Equal(204, (await issuance.Post("operator", $"/dead-letters/{Say(last, "id")}/settlement",
            new { reason = "sent again" })).Status);
        Assert.Equal(2, (await Asked("system", "/feed/rejections")).AsArray().Count);
        var settled = (await Asked("system", "/feed/rejections?all=true")).AsArray().Single(one => Say(one, "id") == Say(last, "id"));
        Assert.Equal(("settled", "sent again"), (Say(settled, "state"), Say(settled, "note")));
    }

    private async Task<JsonNode> Asked(string asName, string path) => (await issuance.Get(asName, path)).Body!;

    private async Task<(int, string?)> Told(string asName, string path) =>
        await issuance.Get(asName, path) is var answer ? (answer.Status, answer.Code) : default;

    private static string Say(JsonNode? node, string member) => node![member]?.GetValue<string>() ?? "";
}

/// <summary>A publisher is told by itself what became of its messages.</summary>
public sealed class FeedNewsTests(IssuanceUnderTest issuance) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task A_publisher_is_told_on_a_queue_of_its_own_and_nobody_elses()
    {
        var heard = await issuance.ListenOn("feed-rejections", (await Servers.Ready)["RMA_RABBITMQ_ADMIN_USER"]);
        var others = await issuance.ListenOn("feed-rejections", "warehouse");
        await issuance.PublishRaw(
            ServiceUnderTest.ExchangeOf<UnitShipped>(), """{"serialNumber":"TOLD-1","revision":4,"shippedAt":"yesterday"}"""u8.ToArray(),
            messageId: "told-1");
        JsonObject body;
        do body = await heard.Next();
        while (Say(body, "messageId") != "told-1");
        Assert.Equal(("issuance", "UnitShipped", 4), (Say(body, "service"), Say(body, "message"), body["revision"]!.GetValue<int>()));
        Assert.Contains("shippedAt", Say(body, "reason"), StringComparison.Ordinal);
        var asked = (await issuance.Get("system", $"/feed/rejections/{Say(body, "id")}")).Body;
        Assert.Equal((Say(asked, "code"), Say(asked, "reason")), (Say(body, "code"), Say(body, "reason")));
        Assert.Null(await others.Take());
    }

    private static string Say(JsonNode? node, string member) => node![member]?.GetValue<string>() ?? "";
}
