using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Rma.Demo;
using Rma.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Rma.EndToEnd.Tests;

/// <summary>
/// The whole platform as a new user gets it: <c>./rma up</c> in an instance of its own, every service a process, accessed through the
/// public APIs only (and, for details, its databases).
/// </summary>
public abstract class Platform(string instance, IReadOnlyDictionary<string, string>? settings = null) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> NoSettings = [];
    private IReadOnlyDictionary<string, string> environment = NoSettings;

    public string Instance => instance;

    public string Folder => Path.Combine(Servers.Root, ".rma", instance);

    internal Settings Settings => new(environment);

    public async Task InitializeAsync()
    {
        await Servers.Rma(instance, settings, "up");
        environment = Servers.ReadEnvironment(instance);
    }

    public Task DisposeAsync() => Servers.Rma(instance, null, "down");

    /// <summary><c>./rma</c> on this instance.</summary>
    public Task<string> Rma(params string[] arguments) => Servers.Rma(instance, settings, arguments);

    /// <summary>The commands of a section of a page, for this instance.</summary>
    internal Runbook Runbook(string page, string section) => new(page, section, new Dictionary<string, string>(settings ?? NoSettings)
    {
        ["RMA_INSTANCE"] = instance, ["RMA_NO_BUILD"] = "1",
    });

    /// <summary>Starts a service with something in its environment, without waiting until it is ready.</summary>
    public Task<string> StartWith(string service, IReadOnlyDictionary<string, string> extra) =>
        Servers.Rma(instance, new Dictionary<string, string>((settings ?? NoSettings).Concat(extra)), "start", service, "--no-wait");

    /// <summary>The components of one service: with <c>RMA_REPLICAS=2</c> these are two processes.</summary>
    public IEnumerable<string> ReplicasOf(string service) =>
        Settings.Replicas(service.ToUpperInvariant()).Select((_, index) => index == 0 ? service : $"{service}-{index + 1}");

    /// <summary>Whether a component's process is running.</summary>
    public bool IsAlive(string component)
    {
        var file = Path.Combine(Folder, "run", $"{component}.pid");
        if (!File.Exists(file)) return false;
        var status = $"/proc/{File.ReadAllText(file).Trim().Split('\n')[0]}/stat";
        try
        {
            // A zombie counts as ended.
            return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The demo as a separate process, with its output lines.</summary>
    public DemoRun Demo(int size) => new(environment, size);

    /// <summary>One value from a service's database.</summary>
    public async Task<T?> Scalar<T>(string service, string sql)
    {
        await using var connection = new NpgsqlConnection($"{Settings.Postgres($"rma_{service}")};Search Path={service};Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Test code with fixed texts.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}

/// <summary>A running demo.</summary>
public sealed class DemoRun : IDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [];

    public DemoRun(IReadOnlyDictionary<string, string> environment, int size)
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Servers.Root,
        };
        start.ArgumentList.Add(Path.Combine(Servers.Root, "artifacts", "bin", "Rma.Demo", configuration, "Rma.Demo.dll"));
        start.ArgumentList.Add("--size");
        start.ArgumentList.Add(size.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => { lock (lines) lines.Add(line.Data ?? ""); };
        process.ErrorDataReceived += (_, line) => { lock (lines) lines.Add(line.Data ?? ""); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get { lock (lines) return string.Join('\n', lines); }
    }

    /// <summary>Waits until this many returns have ended.</summary>
    public Task Ended(int returns) => Wait.Until(
        () => Task.FromResult(Output.Split('\n')
            .Count(line => line.StartsWith("  ✓ ", StringComparison.Ordinal) || line.StartsWith("  ✗ ", StringComparison.Ordinal))),
        seen => seen >= returns || process.HasExited, $"{returns} returns to end", 120);

    /// <summary>Waits for the end; returns the exit code.</summary>
    public async Task<int> ToEnd(int seconds = 240)
    {
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(seconds)).Token);
        }
        catch (OperationCanceledException)
        {
            return -1;
        }

        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}

/// <summary>With rounds that come soon: tests wait for the next one.</summary>
public sealed class StoriesPlatform() : Platform("stories", new Dictionary<string, string>
{
    ["Messaging__TopologyEvery"] = "00:00:02", ["Reconciliation__Pause"] = "00:00:05",
});

public sealed class KillPlatform() : Platform("kill");

[CollectionDefinition("stories")]
public sealed class StoriesCollection : ICollectionFixture<StoriesPlatform>;

[CollectionDefinition("kill")]
public sealed class KillCollection : ICollectionFixture<KillPlatform>;
