using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>The lists of the dock, walked page by page.</summary>
public sealed class ListTests(ReceivingUnderTest dock) : IClassFixture<ReceivingUnderTest>
{
    [Fact]
    public async Task Every_list_is_walked_to_its_end_each_row_once()
    {
        for (var at = 0; at < 7; at++) await dock.ScanParcel($"list-{at}", null, "prepaid");
        var rows = await EveryList.Walk(dock);
        Assert.Equal(["/expected-shipments", "/parcels", "/quarantined-units", "/units"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.True(rows["/parcels"] >= 7);
    }

    [Fact]
    public async Task What_comes_in_meanwhile_moves_no_row_of_the_pages_behind()
    {
        var at = dock.Now.AddDays(-3);
        for (var count = 0; count < 4; count++) await dock.ScanParcel($"walk-{count}", null, "prepaid", at: at.AddMinutes(count));
        using var http = dock.As("returns-desk");
        using var first = await http.GetAsync(new Uri("/parcels?state=refused&limit=2", UriKind.Relative));
        var next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];
        var before = await http.GetStringAsync(new Uri(next, UriKind.Relative));
        await dock.ScanParcel("walk-late", null, "prepaid");
        Assert.Equal(before, await http.GetStringAsync(new Uri(next, UriKind.Relative)));
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_filters_alone_and_says_so()
    {
        for (var count = 0; count < 3; count++) await dock.ScanParcel($"other-{count}", null, "prepaid");
        using var http = dock.As("returns-desk");
        using var first = await http.GetAsync(new Uri("/parcels?limit=1", UriKind.Relative));
        var next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];
        Assert.Equal("cursor.not-of-this-list", (await dock.Get("returns-desk", $"{next}&state=accepted")).Code);
        Assert.Equal(200, (await dock.Get("auditor", next)).Status);
    }
}
