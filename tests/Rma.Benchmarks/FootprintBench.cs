using System.Diagnostics;
using System.Globalization;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>
/// (f) Start to ready; then, after some work and a rest, idle CPU of all services together and memory of each; read from the processes that
/// <c>./rma</c> runs.
/// </summary>
internal sealed class FootprintBench(Settings settings, string rma)
{
    private static readonly IReadOnlyList<string> Services = Topology.Services;
    private const int Returns = 300;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<Figure>> Measure(int rounds)
    {
        Console.WriteLine("  (f) start, idle, memory");
        var figures = new List<Figure>();
        foreach (var service in Services)
        {
            var starts = new List<double>();
            for (var round = 0; round < rounds; round++) starts.Add(await Start(service));
            figures.Add(Figure($"{service}: start to ready", "s", Rounds.Median(starts), 10, Rounds.Noise(starts, Rounds.Median(starts))));
        }

        await using (var lives = new Lifecycles(settings))
        {
            await lives.Open();
            await LifecycleBench.Rate(lives, Returns);
        }

        await Task.Delay(Rest);
        var (before, watch) = (Services.Sum(Cpu), Stopwatch.StartNew());
        await Task.Delay(Idle);
        figures.Add(Figure("all services: idle CPU", "% of a core", (Services.Sum(Cpu) - before) / watch.Elapsed.TotalSeconds * 100, 2,
            null));
        figures.AddRange(Services.Select(service => Figure($"{service}: memory, resident", "MB", Resident(service), 150, null)));
        // Runtime pages mapped by all four services are counted proportionally.
        figures.AddRange(Services.Select(service =>
            Figure($"{service}: memory, shared pages by their share", "MB", Share(service), 150, null) with { Goal = "" }));
        return figures;
    }

    private static Figure Figure(string name, string unit, double value, double atMost, double? noise)
    {
        Console.WriteLine(FormattableString.Invariant($"    {name}: {value:0.0} {unit}"));
        return new("f", name, unit, value, atMost, value / atMost, noise, FormattableString.Invariant($"≤ {atMost} {unit}"),
            value <= atMost);
    }

    // From the start of the process itself, so that the script around it does not count.
    private async Task<double> Start(string service)
    {
        await Run("stop", service);
        var starting = Run("start", service, "--no-wait");
        using var http = new HttpClient { BaseAddress = settings.Replicas(service.ToUpperInvariant()).First(),
            Timeout = TimeSpan.FromSeconds(2) };
        while (!await IsReady(http)) await Task.Delay(20);
        var ready = Stopwatch.GetTimestamp();
        await starting;
        using var process = Process.GetProcessById(Pid(service));
        var now = TimeProvider.System.GetLocalNow() - Stopwatch.GetElapsedTime(ready);
        return (now.LocalDateTime - process.StartTime).TotalSeconds;
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private int Pid(string service) =>
        int.Parse(File.ReadAllText(Path.Combine(settings.Folder, "run", $"{service}.pid")), CultureInfo.InvariantCulture);

    private double Cpu(string service)
    {
        using var process = Process.GetProcessById(Pid(service));
        return process.TotalProcessorTime.TotalSeconds;
    }

    private double Resident(string service)
    {
        using var process = Process.GetProcessById(Pid(service));
        return process.WorkingSet64 / 1_000_000d;
    }

    private double Share(string service) => double.Parse(
        File.ReadLines($"/proc/{Pid(service)}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024 / 1_000_000;

    private async Task Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", [rma, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }
}
