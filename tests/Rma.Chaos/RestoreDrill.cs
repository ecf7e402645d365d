using System.Diagnostics;
using System.Globalization;

namespace Rma.Chaos;

/// <summary>What a way back took, and what it said.</summary>
/// <param name="What">What was lost.</param>
/// <param name="Seconds">From the loss until everything answered again.</param>
internal sealed record WayBack(string What, double Seconds, IReadOnlyList<string> Said);

/// <summary>Loses a platform under load, or lets one service forget, and brings it back with <c>./rma restore</c>.</summary>
internal sealed class RestoreDrill(Stage stage, Options options, Action<string> say)
{
    /// <summary>The parts of the drill.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["everything", "service"];

    private Instance Instance => stage.Instance;

    // Where an instance's folder may be deleted and they stay.
    private string Root => Path.GetFullPath(Path.Combine(Instance.Folder, ".."));

    private string Backups => Path.Combine(Root, "backups", Instance.Settings["RMA_INSTANCE"]);

    private string Secrets => $"{Backups}.secrets";

    /// <summary>The ways back so far.</summary>
    public List<WayBack> Ways { get; } = [];

    /// <summary>
    /// The instance's folder is gone in the middle of the load, with databases, broker and secrets. What clients and finance wrote down
    /// themselves stays: it is not the platform's.
    /// </summary>
    public async Task LoseEverything(Participants participants, CancellationToken ct)
    {
        await Reached(participants, 0.1, ct);
        await Begin();
        await Instance.Rma("backup", "secrets", Secrets);
        await Reached(participants, 0.3, ct);
        await Say("backup", "incr");
        await Reached(participants, 0.5, ct);
        say("    everything is lost");
        var watch = Stopwatch.StartNew();
        KillAll();
        foreach (var entry in new DirectoryInfo(Instance.Folder).EnumerateFileSystemInfos().Where(entry => entry.Name != "chaos"))
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
            else entry.Delete();
        }

        var said = await Instance.Rma("restore", "--from", Backups, "--secrets", Secrets);
        Back("everything", watch, said);
        // What publishers had told since the moment of the restore, and the broker had not handed on, is theirs to tell again.
        await participants.Load.TellFeedAgain();
        await Reached(participants, 1, ct);
    }

    /// <summary>Credit alone gets an earlier moment, while the others go on; what it had told since is known to them.</summary>
    public async Task LetCreditForget(Participants participants, CancellationToken ct)
    {
        await Reached(participants, 0.1, ct);
        await Begin();
        await Reached(participants, 0.2, ct);
        await Task.Delay(TimeSpan.FromSeconds(1), ct); // a backup is for the seconds after the one in which it ended
        var to = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        await Reached(participants, 0.8, ct);
        say($"    credit forgets what came after {to}");
        var watch = Stopwatch.StartNew();
        var said = await Instance.Rma("restore", "--service", "credit", "--to", to);
        Back("credit alone", watch, said);
        await Reached(participants, 1, ct);
    }

    // Backups of an earlier drill belong to an instance that is not there any more.
    private async Task Begin()
    {
        if (!File.Exists(Path.Combine(Instance.Folder, "backup")) && Directory.Exists(Backups)) Directory.Delete(Backups, recursive: true);
        await Say("backup", "full");
    }

    private void Back(string what, Stopwatch watch, string said)
    {
        string[] lines = [.. said.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
        foreach (var line in lines) say($"      {line}");
        Ways.Add(new(what, watch.Elapsed.TotalSeconds, lines));
    }

    private async Task Say(params string[] arguments)
    {
        foreach (var line in (await Instance.Rma(arguments)).Split('\n').Where(line => line.Trim().Length > 0))
            say($"    {line.TrimEnd()}");
    }

    private Task Reached(Participants participants, double progress, CancellationToken ct) =>
        participants.Load.HasEnded(progress * options.Lifecycles, ct);

    // As a lost machine: nothing has time for a last word.
    private void KillAll()
    {
        var data = new FileInfo(Path.Combine(Instance.Folder, "postgres")).ResolveLinkTarget(true)?.FullName
            ?? Path.Combine(Instance.Folder, "postgres");
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (!File.ReadAllText($"{folder}/environ").Contains($"RMA_STARTED_AS={Instance.Folder}/", StringComparison.Ordinal)
                    && new FileInfo($"{folder}/cwd").ResolveLinkTarget(false)?.FullName != data) continue;
                using var process = Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
                or InvalidOperationException)
            {
                // It ended meanwhile, or is not ours.
            }
        }
    }
}
