using Rma.Testing;

namespace Rma.Repair.Tests;

/// <summary>The lists of the service, walked page by page.</summary>
public sealed class ListTests(RepairUnderTest service) : IClassFixture<RepairUnderTest>
{
    [Fact]
    public async Task Every_list_is_walked_to_its_end_each_row_once()
    {
        for (var count = 0; count < 5; count++) await service.OnTheBench(RepairUnderTest.Covered($"LIST-{count}"));
        var rows = await EveryList.Walk(service);
        Assert.Equal(["/repair-jobs"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(5, rows["/repair-jobs"]);
    }
}
