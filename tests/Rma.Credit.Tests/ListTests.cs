using Rma.Testing;

namespace Rma.Credit.Tests;

/// <summary>The lists of the service, walked page by page.</summary>
public sealed class ListTests(CreditUnderTest service) : IClassFixture<CreditUnderTest>
{
    [Fact]
    public async Task Every_list_is_walked_to_its_end_each_row_once()
    {
        for (var count = 0; count < 5; count++) await service.Publish(CreditUnderTest.Camera($"LIST-{count}"));
        await Wait.Until(() => service.Scalar<long>("select count(*) from credit_cases"), count => count == 5, "five cases");
        var rows = await EveryList.Walk(service);
        Assert.Equal(["/charge-cases", "/credit-cases"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5, rows["/credit-cases"]);
    }
}
