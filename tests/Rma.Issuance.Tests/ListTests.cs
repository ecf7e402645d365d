using Rma.Testing;

namespace Rma.Issuance.Tests;

/// <summary>The lists of issuance, walked page by page.</summary>
public sealed class ListTests(IssuanceUnderTest service) : IClassFixture<IssuanceUnderTest>
{
    [Fact]
    public async Task Every_list_is_walked_to_its_end_each_row_once()
    {
        for (var count = 0; count < 5; count++)
        {
            await service.Sold($"LIST-{count}");
            var answer = await service.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { $"LIST-{count}" } });
            Assert.True(answer.Status is 200 or 201, answer.Text);
        }

        await Wait.Until(() => service.Get("returns-desk", "/returns"), answer => answer.Body!.AsArray().Count >= 5, "five returns");
        var rows = await EveryList.Walk(service);
        Assert.Equal(["/disputes", "/notices", "/overrides", "/returns", "/rmas", "/webhook-deliveries", "/webhooks"],
            rows.Keys.Order(StringComparer.Ordinal));
        Assert.True(rows["/rmas"] >= 5 && rows["/returns"] >= 5 && rows["/notices"] >= 5, string.Join(", ", rows));
    }

    [Fact]
    public async Task The_cursor_of_another_account_is_none_of_a_partners_list()
    {
        for (var count = 0; count < 3; count++)
        {
            await service.Sold($"OWN-{count}");
            await service.Post("partner", "/rmas", new { remedy = "credit-return", items = new[] { $"OWN-{count}" } });
        }

        using var http = service.As("partner");
        using var first = await http.GetAsync(new Uri("/rmas?limit=1", UriKind.Relative));
        var next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];
        Assert.Equal("cursor.not-of-this-list", (await service.Get("partner-2", next)).Code);
        Assert.Equal(200, (await service.Get("partner", next)).Status);

        var own = (await service.Get("returns-desk", "/rmas?account=ACC-1&remedy=credit-return&limit=200")).Body!.AsArray();
        Assert.True(own.Count >= 3);
        Assert.All(own, row => Assert.Equal(("ACC-1", "credit-return"),
            (row!["accountId"]!.GetValue<string>(), row["remedy"]!.GetValue<string>())));
        Assert.Empty((await service.Get("returns-desk", "/rmas?account=ACC-NONE")).Body!.AsArray());
        Assert.Empty((await service.Get("partner", "/rmas?account=ACC-2")).Body!.AsArray());
        Assert.Equal("request.unknown-value", (await service.Get("returns-desk", "/rmas?remedy=refund")).Code);
    }
}
