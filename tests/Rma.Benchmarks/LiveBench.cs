using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Rma.Demo;

namespace Rma.Benchmarks;

/// <summary>
/// (h) How soon a change is told: from its business time, before issuance's commit, until somebody who watches has it, at so many whole
/// returns a second. Search, lists and the stream are written in one transaction, so whoever asks then finds it. And what many open
/// streams cost, each on one return.
/// </summary>
internal sealed class LiveBench(Settings settings)
{
    private const int Seconds = 30;
    private const int Streams = 10_000;
    private const int OpenedPerSecond = 150; // below the limit of one client
    private const double Limit = 1_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private static readonly SocketsHttpHandler Sockets = new() { ConnectTimeout = TimeSpan.FromSeconds(30) };

    public async Task<IReadOnlyList<Figure>> Measure(int[] rates)
    {
        Console.WriteLine("  (h) changes as they are told");
        var figures = new List<Figure>();
        using var doors = new Doors(settings);
        await using var lives = new Lifecycles(settings);
        await lives.Open();
        await LifecycleBench.Rate(lives, 150); // freshly started services are slower
        foreach (var rate in rates) figures.AddRange(await Lag(lives, rate, FormattableString.Invariant($"{rate} returns a second")));

        var before = Cost();
        var open = new ConcurrentBag<Stream>();
        await Rounds.Paced(OpenedPerSecond, Streams / OpenedPerSecond, async _ =>
            open.Add(await Watch($"/returns/changes?returnId={Guid.CreateVersion7()}")));
        await Task.Delay(TimeSpan.FromSeconds(20));
        var (cpu, watch, after) = (Cpu(), Stopwatch.StartNew(), Cost());
        await Task.Delay(Idle);
        figures.Add(Said($"{open.Count:N0} open streams: memory of each", "kB", (after - before) / open.Count / 1_000));
        figures.Add(Said($"{open.Count:N0} open streams: CPU of the console while nothing happens", "% of a core",
            (Cpu() - cpu) / watch.Elapsed.TotalSeconds * 100));
        figures.AddRange(await Lag(lives, 5, FormattableString.Invariant($"5 returns a second, {open.Count:N0} open streams")));
        foreach (var stream in open) await stream.DisposeAsync();
        return figures;
    }

    private async Task<IReadOnlyList<Figure>> Lag(Lifecycles lives, int rate, string name)
    {
        var serials = await lives.Sold(rate * Seconds);
        var lags = new ConcurrentBag<double>();
        using var ending = new CancellationTokenSource();
        await using var changes = await Watch("/returns/changes?account=ACC-BENCH");
        var reading = Task.Run(() => Read(changes, lags, ending.Token));
        await Task.Delay(1_000);
        var took = await Rounds.Paced(rate, Seconds, index => lives.Live(serials[index]));
        await Task.Delay(3_000);
        await ending.CancelAsync();
        await reading;
        Console.WriteLine(FormattableString.Invariant(
            $"    {name}: {lags.Count} changes; a return took {Rounds.Median(took):0} ms, {Rounds.Percentile(took, 0.99):0} ms (p99)"));
        return
        [
            .. new[] { ("p50", 0.5), ("p95", 0.95), ("p99", 0.99) }.Select(share =>
                Figure($"a change is told, {name}, {share.Item1}", "ms", Rounds.Percentile([.. lags], share.Item2), share.Item1 == "p99")),
        ];
    }

    private static async Task Read(Stream changes, ConcurrentBag<double> lags, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in SseParser.Create(changes).EnumerateAsync(cancellationToken))
            {
                var now = TimeProvider.System.GetUtcNow();
                if (item.EventType != "return-changed") continue;
                using var change = JsonDocument.Parse(item.Data);
                lags.Add((now - change.RootElement.GetProperty("changedAt").GetDateTimeOffset()).TotalMilliseconds);
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }

    private async Task<Stream> Watch(string path)
    {
        using var http = new HttpClient(Sockets, disposeHandler: false)
        {
            BaseAddress = settings.Replicas("CONSOLE").First(), Timeout = TimeSpan.FromSeconds(60),
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Api-Key", settings["RMA_SYSTEM_KEY"]);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStreamAsync();
    }

    private static Figure Figure(string name, string unit, double value, bool isGoal)
    {
        Console.WriteLine(FormattableString.Invariant($"    {name}: {value:0.0} {unit}"));
        return new("h", name, unit, value, Limit, value / Limit, null, isGoal ? "≤ 1.0" : "", !isGoal || value <= Limit);
    }

    private static Figure Said(string name, string unit, double value)
    {
        Console.WriteLine(FormattableString.Invariant($"    {name}: {value:0.0} {unit}"));
        return new("h", name, unit, value, value, 1, null, "", true);
    }

    private double Cost()
    {
        using var process = TheConsole();
        return process.WorkingSet64;
    }

    private double Cpu()
    {
        using var process = TheConsole();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private Process TheConsole() => Process.GetProcessById(int.Parse(
        File.ReadAllText(Path.Combine(settings.Folder, "run", "console.pid")), CultureInfo.InvariantCulture));
}
