using System.Diagnostics;
using System.Globalization;
using Rma.Demo;
using Rma.Testing;

namespace Rma.EndToEnd.Tests;

/// <summary>What <c>./rma up</c> leaves on the machine: whose files and processes these are.</summary>
[Collection("stories")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FilesAndUsersTests(StoriesPlatform platform)
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <summary>Keys that nobody shares, whoever else runs here.</summary>
    private static readonly string[] Own =
        ["secrets/secrets.env", "secrets/jwt-private.pem", "secrets/tls/authority.key", "secrets/tls/broker.pem", "secrets/operator.curl"];

    private static bool IsRoot => Environment.UserName == "root";

    [Fact]
    public void S14_Nothing_of_an_instance_is_open_to_other_users_of_the_machine()
    {
        string[] all =
        [
            .. Directory.EnumerateFiles(Path.Combine(Servers.Root, ".rma")), Path.Combine(Servers.Root, ".rma"), platform.Folder,
            .. Directory.EnumerateFileSystemEntries(platform.Folder, "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }),
        ];
        Assert.True(all.Length > 60, $"only {all.Length} files");
        // Folders may be passed through (x) by the users of the servers, if that is all.
        Assert.Empty(from entry in all
            let mode = ModeOf(entry)
            where (mode & Others) != UnixFileMode.None || File.Exists(entry) && mode.HasFlag(UnixFileMode.OtherExecute)
            select $"{entry}: {mode}");
        Assert.All(Own, file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(platform.Folder, file)) & Group));
        Assert.All(Directory.GetFiles(Path.Combine(platform.Folder, "secrets", "senders")),
            file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Group));
    }

    [Fact]
    public async Task S14_Started_by_root_neither_servers_nor_services_run_as_root()
    {
        var users = new Dictionary<string, string>();
        foreach (var file in Directory.GetFiles(Path.Combine(platform.Folder, "run"), "*.pid"))
        {
            var status = $"/proc/{File.ReadAllText(file).Trim()}/status";
            if (!File.Exists(status)) continue;
            users[Path.GetFileNameWithoutExtension(file)] = UserOf(status);
        }

        var services = Topology.Services;
        Assert.Empty(services.Concat(["postgres", "rabbitmq"]).Except(users.Keys));
        if (!IsRoot || !await CanBeEntered()) return; // whoever started them runs them
        Assert.DoesNotContain("0", users.Values);
        Assert.Equal(services.Count, services.Select(service => users[service]).Distinct().Count());
        Assert.All(services, service => Assert.Equal(users[service], users[$"{service}.keeper"]));
    }

    [Fact]
    public async Task S14_A_service_reads_its_own_keys_and_nobody_elses()
    {
        if (!IsRoot || !await CanBeEntered()) return;
        foreach (var service in Topology.Services)
        {
            var pid = File.ReadAllText(Path.Combine(platform.Folder, "run", $"{service}.pid")).Trim();
            var user = UserOf($"/proc/{pid}/status");
            var readable = new List<string>();
            foreach (var file in Topology.Services.Select(one => $"secrets/senders/{one}.pem").Concat([.. Own, "platform.env"]))
                if (await As(user, "test", "-r", Path.Combine(platform.Folder, file)) == 0) readable.Add(file);
            Assert.Equal([$"secrets/senders/{service}.pem"], readable);
        }
    }

    // Nothing, when it is gone by now: servers write and delete all the time.
    private static UnixFileMode ModeOf(string entry)
    {
        try
        {
            return File.GetUnixFileMode(entry);
        }
        catch (IOException)
        {
            return UnixFileMode.None;
        }
    }

    private static string UserOf(string status) =>
        File.ReadLines(status).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t', 3)[1];

    // A clone below /root cannot be entered by another user; ./rma says so then.
    private static async Task<bool> CanBeEntered() =>
        await As("61651", "test", "-r", Path.Combine(Servers.Root, "artifacts", "bin", "Rma.Credit", "release", "Rma.Credit.dll")) == 0;

    private static async Task<int> As(string user, params string[] command)
    {
        var group = 61650.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(
            new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={group}", "--clear-groups", .. command]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
