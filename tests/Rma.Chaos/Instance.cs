using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Rma.Demo;

namespace Rma.Chaos;

/// <summary>The running platform from outside: its processes, its <c>./rma</c>, and (for the checker only) its databases.</summary>
internal sealed class Instance(Settings settings)
{
    public static IReadOnlyList<string> Services => Topology.Services;

    public Settings Settings => settings;

    public string Folder => settings.Folder;

    /// <summary>Additional environment of <c>./rma</c>: where the services find database and broker.</summary>
    public Dictionary<string, string> Environment { get; } =
        new() { ["RMA_NO_BUILD"] = "1", ["RMA_INFRA"] = "native", ["RMA_INSTANCE"] = settings["RMA_INSTANCE"] };

    /// <summary>The ports of the database's nodes, the first's first; one when there is no standby.</summary>
    public IReadOnlyList<int> DatabasePorts => Ports("POSTGRES");

    /// <summary>The ports of the broker's nodes.</summary>
    public IReadOnlyList<int> BrokerPorts => Ports("RABBITMQ");

    /// <summary>Whether the broker has several nodes and the database a standby.</summary>
    public bool IsCluster => settings.Has("RMA_RABBITMQ_PORTS");

    /// <summary>The broker's nodes as components of <c>./rma</c>.</summary>
    public IReadOnlyList<string> Brokers => [.. BrokerPorts.Select((_, index) => index == 0 ? "rabbitmq" : $"rabbitmq-{index + 1}")];

    /// <summary>Every process of every service, a service's replicas one after the other.</summary>
    public IReadOnlyList<string> Components => [.. Services.SelectMany(service =>
        settings.Replicas(service.ToUpperInvariant()).Select((_, index) => index == 0 ? service : $"{service}-{index + 1}"))];

    /// <summary>The database that takes commits, as a component.</summary>
    public string Primary => File.Exists(Path.Combine(Folder, "primary"))
        ? File.ReadAllText(Path.Combine(Folder, "primary")).Trim() : "postgres";

    /// <summary>The other one.</summary>
    public string Standby => Primary == "postgres" ? "postgres-2" : "postgres";

    /// <summary>The process of a component; null when it is not running.</summary>
    public int? Pid(string component)
    {
        var file = Path.Combine(Folder, "run", $"{component}.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var pid)) return null;
        try
        {
            // A pid may have been reused meanwhile; processes of the instance carry its mark.
            return File.ReadAllText($"/proc/{pid}/environ").Contains($"RMA_STARTED_AS={Folder}/{component}\0", StringComparison.Ordinal)
                ? pid : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Sends a signal. False when there is no such process.</summary>
    public async Task<bool> Signal(string component, string signal)
    {
        if (Pid(component) is not { } pid) return false;
        using var kill = Process.Start("/bin/kill", ["-s", signal, pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return kill.ExitCode == 0;
    }

    /// <inheritdoc cref="Rma(IReadOnlyDictionary{string, string}, string[])" />
    public Task<string> Rma(params string[] arguments) => Rma(new Dictionary<string, string>(), arguments);

    /// <summary>Runs <c>./rma</c> on this instance.</summary>
    /// <exception cref="InvalidOperationException">It failed; its output is in the message.</exception>
    public async Task<string> Rma(IReadOnlyDictionary<string, string> extra, params string[] arguments)
    {
        var root = Path.GetFullPath(Path.Combine(Folder, "..", ".."));
        var start = new ProcessStartInfo("bash", [Path.Combine(root, "rma"), .. arguments])
        {
            WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment.Concat(extra)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var words = new StringBuilder();
        process.OutputDataReceived += (_, line) => { lock (words) words.AppendLine(line.Data); };
        process.ErrorDataReceived += (_, line) => { lock (words) words.AppendLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        lock (words) return process.ExitCode == 0 ? words.ToString()
            : throw new InvalidOperationException($"./rma {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{words}");
    }

    /// <summary>The component that a fault's target is now.</summary>
    public string Called(string target) => target switch
    {
        Schedule.Primary => Primary,
        Schedule.Standby => Standby,
        _ => target,
    };

    /// <summary>kill -9 of a server, and its end. False when there was no such process.</summary>
    public async Task<bool> Kill(string server, CancellationToken ct)
    {
        var struck = await Signal(server, "KILL");
        while (Pid(server) is not null) await Task.Delay(20, ct); // otherwise its port would still be in use
        return struck;
    }

    /// <summary>What the broker tells of its queues, with these columns of <c>rabbitmqctl list_queues</c>.</summary>
    public async Task<IEnumerable<JsonNode>> Queues(params string[] columns)
    {
        var said = await Rma([
            "rabbitmqctl", "list_queues", "--vhost", settings["RMA_RABBITMQ_VHOST"], "--quiet", "--formatter", "json", .. columns]);
        return JsonNode.Parse(said[said.IndexOf('[', StringComparison.Ordinal)..])!.AsArray().Select(queue => queue!);
    }

    private int[] Ports(string kind) =>
        [.. settings[settings.Has($"RMA_{kind}_PORTS") ? $"RMA_{kind}_PORTS" : $"RMA_{kind}_PORT"].Split(',')
            .Select(port => int.Parse(port, CultureInfo.InvariantCulture))];

    /// <summary>A superuser connection to a service's database, bypassing the proxies.</summary>
    public async Task<NpgsqlConnection> Open(string service)
    {
        var connection = new NpgsqlConnection(
            $"{settings.Postgres($"rma_{service}")};Search Path={service};Pooling=false;Timeout=5;Command Timeout=120");
        await connection.OpenAsync();
        return connection;
    }
}
