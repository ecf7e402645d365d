using Microsoft.Extensions.DependencyInjection;
using Rma.Messaging;
using Rma.Receiving.Photos;
using Rma.Testing;

namespace Rma.Receiving.Tests;

/// <summary>Receiving with small bounds for photos.</summary>
public sealed class FewPhotos : ReceivingUnderTest
{
    protected override string[] Settings =>
        ["--Photos:DailyPerSite=8", "--Photos:PerParcel=2", "--Photos:KeptDays=30", "--Photos:CleanUpEvery=1.00:00:00"];
}

/// <summary>How many photos are taken, and which are removed.</summary>
public sealed class PhotoCleanUpTests(FewPhotos dock) : IClassFixture<FewPhotos>
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    [Fact]
    public async Task Low_a_site_uploads_as_many_as_it_may_in_a_day_and_parcels_have_as_many_as_they_may()
    {
        dock.AddKey("scanner-of-quota", "scanner", site: "quota");
        dock.AddKey("scanner-of-another", "scanner", site: "another");
        var photos = Enumerable.Range(0, 9).Select(number => Pictures.Jpeg($"quota {number}")).ToArray();
        foreach (var photo in photos[..8]) Assert.Equal(204, (await Send(photo, "scanner-of-quota")).Status);
        var ninth = await Send(photos[8], "scanner-of-quota");
        Assert.Equal((409, "photo.quota-reached"), (ninth.Status, ninth.Code));
        Assert.Equal(204, (await Send(photos[0], "scanner-of-quota")).Status);
        Assert.Equal(204, (await Send(photos[8], "scanner-of-another")).Status);

        var parcel = (await dock.ScanParcel("quota-1", null, photos: [Hash(photos[0])], asName: "scanner-of-quota"))
            .Body!["parcelId"]!.GetValue<string>();
        Assert.Equal(204, (await Add(Hash(photos[1]), Hash(photos[2]))).Status);
        var third = await Add(Hash(photos[3]));
        Assert.Equal((409, "parcel.too-many-photos"), (third.Status, third.Code));
        Assert.Equal(204, (await Add(Hash(photos[2]))).Status);

        Task<HttpAnswer> Add(params string[] named) =>
            dock.Post("scanner-of-quota", $"/parcels/{parcel}/photos", new { photos = named });
    }

    [Fact]
    public async Task Low_what_no_event_refers_to_is_removed_after_its_days_and_nothing_else()
    {
        dock.AddKey("tidy", "scanner", site: "tidy");
        var expected = await dock.Expected("TIDY-1");
        var (atScan, later) = (await Sent("at the scan"), await Sent("later"));
        var (unused, proposed) = (await Sent("of nobody"), await Sent("tape"));
        var parcel = (await dock.ScanParcel("tidy-1", expected.RmaNumber, photos: [atScan], asName: "tidy"))
            .Body!["parcelId"]!.GetValue<string>();
        Assert.Equal(204, (await dock.Post("tidy", $"/parcels/{parcel}/photos", new { photos = new[] { later } })).Status);
        await dock.ScanUnit(parcel, "tidy-unit", "TIDY-1", asName: "tidy");
        // Some events are read by their seal, the others after it.
        await dock.Services.GetRequiredService<HistorySealing>().SealNow(CancellationToken.None);
        Assert.Equal(204, (await dock.Post("inspector", $"/units/{expected.ReturnId}/inspection", new
        {
            retailBoxOpened = true, factorySealBroken = true, enclosureOpened = false, missingAccessories = Array.Empty<string>(),
            serialLabel = "intact", cosmeticDamage = false, internalDamage = false, photos = new[] { proposed },
            otherExclusion = "taped over",
        })).Status);
        var earlier = Earlier("an earlier release", dock.Now.UtcDateTime.AddDays(-40));
        var namedEarlier = Earlier("named of earlier", dock.Now.UtcDateTime.AddDays(-40));
        var young = Earlier("young", dock.Now.UtcDateTime);
        Assert.Equal(200, (await dock.ScanParcel("tidy-2", null, photos: [namedEarlier], asName: "tidy")).Status);

        var tidy = dock.Services.GetRequiredService<PhotoCleanUp>();
        Assert.Equal(1, await tidy.Round(default));
        Assert.False(IsThere(earlier));
        Assert.All([atScan, later, unused, proposed, namedEarlier, young], photo => Assert.True(IsThere(photo)));

        await dock.MoveClock(Month);
        await using (var request = await Naming(unused))
        {
            Assert.DoesNotContain(unused, await Removed(tidy));
            Assert.True(IsThere(unused));
        }

        Assert.Equal(1, await tidy.Round(default));
        Assert.False(IsThere(unused));
        Assert.All([atScan, later, proposed, namedEarlier], photo => Assert.True(IsThere(photo)));
        Assert.Equal("photo.unknown", (await dock.ScanParcel("tidy-3", null, photos: [unused], asName: "tidy", at: dock.Now)).Code);
        Assert.Equal(unused, await Sent("of nobody"));
        Assert.Equal(0, await tidy.Round(default));
        Assert.True(IsThere(unused));
        await dock.MoveClock(TimeSpan.Zero);

        Task<string> Sent(string subject) => dock.Photo(subject, "tidy");
    }

    private async Task<string[]> Removed(PhotoCleanUp tidy)
    {
        string[] before = [.. await Rows()];
        await tidy.Round(default);
        return [.. before.Except(await Rows())];
    }

    private async Task<List<string>> Rows()
    {
        await using var command = dock.Database.CreateCommand("select photo from photos");
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await row.ReadAsync()) rows.Add(row.GetString(0));
        return rows;
    }

    // A request that has named the photo, and whose events are not stored yet.
    private async Task<IAsyncDisposable> Naming(string photo)
    {
        var scope = dock.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NamedPhotos>().Read([photo], default);
        return scope;
    }

    private string Earlier(string subject, DateTime storedAt)
    {
        var bytes = Pictures.Jpeg(subject);
        var file = dock.FileOf(Hash(bytes));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, storedAt);
        return Hash(bytes);
    }

    private bool IsThere(string hash) => File.Exists(dock.FileOf(hash));

    private static string Hash(byte[] bytes) => ReceivingUnderTest.HashOf(bytes);

    private Task<HttpAnswer> Send(byte[] photo, string asName) => dock.Upload(Hash(photo), photo, asName: asName);
}
