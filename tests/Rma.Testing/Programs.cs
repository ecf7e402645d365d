using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Rma.Testing;

/// <summary>What a program printed, standard output and errors together, and its exit code.</summary>
public sealed record ProgramRun(int ExitCode, string Output);

/// <summary>Programs in other languages, for tests that run them: what is not on this machine is a reason to skip.</summary>
public static class Programs
{
    private static readonly Lazy<string?> Registry = new(RegistryFault);

    /// <summary>Why a test that runs this program cannot run here; null when it can.</summary>
    public static string? Missing(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program))) ? null : $"{program} is not installed on this machine.";

    /// <summary>Why packages of npm cannot be had here; null when they can.</summary>
    public static string? MissingPackages() => Missing("node") ?? Missing("npm") ?? Registry.Value;

    /// <summary>Why a test that asks <c>docker compose</c> cannot run here; null when it can. No engine has to answer.</summary>
    public static string? MissingCompose() => Missing("docker") ?? (Run("docker", ["compose", "version"], Servers.Root).GetAwaiter()
        .GetResult().ExitCode == 0 ? null : "docker has no compose on this machine.");

    /// <summary>
    /// A copy of a folder below <c>artifacts/npm</c>, with the packages of its lock file; programs in it find them. What was installed by
    /// the same lock file is kept.
    /// </summary>
    /// <param name="parts">The folder, from the root of the repository.</param>
    public static async Task<string> WithPackages(params string[] parts)
    {
        var (from, to) = (Path.Combine([Servers.Root, .. parts]), Path.Combine(Servers.Root, "artifacts", "npm", string.Join('-', parts)));
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        var lockFile = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(to, "package-lock.json"))));
        var mark = Path.Combine(to, "node_modules", ".made-of");
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == lockFile) return to;
        var installed = await Run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], to, seconds: 300);
        Assert.True(installed.ExitCode == 0, installed.Output);
        await File.WriteAllTextAsync(mark, lockFile);
        return to;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="extra">Set in its environment.</param>
    /// <param name="input">Its standard input; it ends after that.</param>
    public static async Task<ProgramRun> Run(
        string program, string[] arguments, string folder, IReadOnlyDictionary<string, string>? extra = null, string input = "",
        int seconds = 60)
    {
        using var process = Start(program, arguments, folder, extra, out var output);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(seconds)).Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            lock (output)
                throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end in {seconds} s:\n{output}", late);
        }

        lock (output) return new(process.ExitCode, output.ToString());
    }

    /// <summary>Starts a program and goes on; whoever reads what it has printed locks that.</summary>
    public static Process Start(
        string program, string[] arguments, string folder, IReadOnlyDictionary<string, string>? extra, out StringBuilder output)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in extra ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var printed = output = new StringBuilder();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => { lock (printed) printed.AppendLine(line.Data); };
        process.ErrorDataReceived += (_, line) => { lock (printed) printed.AppendLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string? RegistryFault()
    {
        try
        {
            var asked = Run("npm", ["config", "get", "registry"], Servers.Root, seconds: 30).GetAwaiter().GetResult();
            var registry = new Uri(asked.Output.Trim().Split('\n')[0]);
            using var client = new TcpClient();
            return client.ConnectAsync(registry.Host, registry.Port).Wait(TimeSpan.FromSeconds(5)) ? null
                : "The registry of npm does not answer.";
        }
        catch (Exception away) when (away is AggregateException or SocketException or UriFormatException or TimeoutException)
        {
            return "The registry of npm cannot be reached.";
        }
    }
}

/// <summary>A test that runs a program of this machine; skipped, with the reason, where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program) => (Program, Skip) = (program, Programs.Missing(program));

    public string Program { get; }
}

/// <summary>A test that runs a program with packages of npm; skipped, with the reason, where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() => Skip = Programs.MissingPackages();
}

/// <summary>A test that asks <c>docker compose</c>; skipped, with the reason, where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerComposeFactAttribute : FactAttribute
{
    public DockerComposeFactAttribute() => Skip = Programs.MissingCompose();
}
