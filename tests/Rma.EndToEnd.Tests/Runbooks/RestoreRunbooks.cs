using System.Globalization;
using System.Text;
using Rma.Testing;

namespace Rma.EndToEnd.Tests.Runbooks;

/// <summary>
/// The commands of the way back as they stand. What comes back under load, and that nobody is paid twice, is the restore drill's.
/// </summary>
[Collection("runbooks")]
public sealed class RestoreRunbooks(BackedUpPlatform platform) : IDisposable
{
    private readonly string secrets = Path.Combine(Path.GetTempPath(), $"rma-{Guid.CreateVersion7():N}.tar.gz");

    public void Dispose() => File.Delete(secrets);

    [Fact]
    [Runbook("restore", "Backups", Whole = true)]
    public async Task Backups_are_made_listed_and_checked()
    {
        var page = platform.Runbook("restore", "Backups");
        var said = await page.Run("", [("file", secrets)]);
        Assert.Contains("full backup", said, StringComparison.Ordinal);
        Assert.Contains("the log is archived", said, StringComparison.Ordinal);
        Assert.True(File.Exists(secrets));
        page.Ended();
    }

    [Fact]
    [Runbook("restore", "Everything, on the same machine", Whole = true)]
    public async Task Everything_comes_back_as_of_the_end_of_the_log_and_as_of_a_moment()
    {
        var page = platform.Runbook("restore", "Everything, on the same machine");
        await using var before = new OneReturn(platform);
        await using var after = new OneReturn(platform);
        await before.Authorize();
        await platform.Rma("backup");
        var moment = await MomentAfterBackup();
        await after.Authorize();
        await page.Run("");
        Assert.Equal((true, true), (await IsKnown(before), await IsKnown(after)));
        await page.Run("", [("moment", moment)]);
        Assert.Equal((true, false), (await IsKnown(before), await IsKnown(after)));
        await page.Shows("", "All in order.", "Nothing is stuck.", "\"differences\":[]");
        page.Ended();
    }

    [Fact]
    [Runbook("restore", "Everything, on an empty machine", Whole = true)]
    public async Task Everything_comes_back_from_the_backups_and_the_secrets()
    {
        var page = platform.Runbook("restore", "Everything, on an empty machine");
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await platform.Rma("backup");
        await platform.Rma("backup", "secrets", secrets);
        await platform.Rma("reset");
        await page.Run("", [("folder", platform.Backups), ("file", secrets)]);
        Assert.True(await IsKnown(one));
        page.Ended();
    }

    [Fact]
    [Runbook("restore", "One service alone", Whole = true)]
    public async Task One_service_comes_back_and_stays_closed_until_a_person_has_decided_about_what_it_cannot_know()
    {
        var page = platform.Runbook("restore", "One service alone");
        await platform.Rma("backup");
        var moment = await MomentAfterBackup();
        await using var one = new OneReturn(platform);
        await one.Authorize();
        await one.Receive();
        await one.Inspect();
        await one.InState("OnBench");
        var finance = Path.Combine(platform.Folder, "logs", "finance.jsonl");
        await File.WriteAllTextAsync(finance, await Note(one) + "\n");
        // As when the moment were more than eight days back.
        await platform.Scalar<object>("issuance", "delete from sent_messages");
        var refused = $"./rma restore --service credit --to \"{moment}\"";
        var said = await page.Run("", [("service", "credit"), ("moment", moment)], mayFail: [refused]);
        Assert.Contains("credit stays closed", said, StringComparison.Ordinal);
        said = await page.Run("", [("file", finance)], ["./rma restore --again", $"./rma restore --again --finance {finance}"]);
        Assert.Contains("credit is back as of", said, StringComparison.Ordinal);
        Assert.DoesNotContain("credit runs but is not ready", await platform.Rma("up"), StringComparison.Ordinal);
        page.Ended();
    }

    private Task<bool> IsKnown(OneReturn one) =>
        platform.Scalar<bool>("issuance", $"select exists (select from mt_events where data::text like '%{one.Serial}%')");

    // A backup is for the seconds after the one in which it ended.
    private static async Task<string> MomentAfterBackup()
    {
        var second = TimeProvider.System.GetUtcNow().Second;
        await Wait.Until(() => Task.FromResult(TimeProvider.System.GetUtcNow().Second), now => now != second, "the next second");
        return TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }

    private async Task<string> Note(OneReturn one)
    {
        await using var connection = await platform.Settings.Connect("FINANCE", "runbook");
        await using var channel = await connection.CreateChannelAsync();
        return await Wait.Until(async () => await channel.BasicGetAsync("finance.credit-notes", autoAck: false) is { } got
            ? Encoding.UTF8.GetString(got.Body.Span) : "", note => note.Contains(one.Serial, StringComparison.Ordinal), "the note", 60);
    }
}

/// <summary>A platform of its own, whose data are lost.</summary>
public sealed class BackedUpPlatform() : Platform("runbooks"), IAsyncLifetime
{
    public string Backups => Path.GetFullPath(Path.Combine(Folder, "..", "backups", Instance));

    Task IAsyncLifetime.InitializeAsync()
    {
        // Of an instance that is not there any more.
        if (!File.Exists(Path.Combine(Folder, "backup")) && Directory.Exists(Backups)) Directory.Delete(Backups, recursive: true);
        return InitializeAsync();
    }
}

[CollectionDefinition("runbooks")]
public sealed class RunbooksCollection : ICollectionFixture<BackedUpPlatform>;
