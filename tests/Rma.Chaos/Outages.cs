using System.Diagnostics;
using System.Globalization;

namespace Rma.Chaos;

/// <summary>The result of one long outage.</summary>
/// <param name="Backlog">Units in progress and not credited when it ended.</param>
/// <param name="First">Seconds from readiness to the first credit, including the others' reconnection.</param>
/// <param name="Seconds">Seconds from readiness until all of them were credited.</param>
/// <param name="Ratio">Credits divided by new arrivals, from the first credit until then.</param>
/// <param name="SinceReady">The same from readiness on, including the reconnection.</param>
/// <param name="Growth">Memory growth of the largest service, MB.</param>
/// <param name="Answers">The HTTP answers during the outage.</param>
/// <param name="Complaints">Violated expectations.</param>
internal sealed record Outage(
    string Component, int Backlog, double First, double Seconds, double Ratio, double SinceReady, double Growth, string Answers,
    IReadOnlyList<string> Complaints)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Component} | {Backlog} | {First:0.0} s | {Seconds:0.0} s | {Ratio:0.0} | {SinceReady:0.0} | {Growth:0} MB | {Answers} | " +
            $"{(Complaints.Count == 0 ? "✓" : string.Join("; ", Complaints))} |");
}

/// <summary>
/// Long outages of each service, the broker and the database, one after the other, while returns keep arriving at a constant rate.
/// </summary>
internal sealed class Outages(Stage stage, FinanceLog finance, int seconds, double arrivals, Action<string> say, List<Outage> seen)
{
    private const double AtLeast = 5;
    private const double MostGrowth = 60;
    private const double FirstWithin = 60;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly Probe probe = new(stage.Instance.Settings);

    /// <summary>Three returns a second arrive, about a seventh of the capacity of two cores.</summary>
    public static async Task<Course> Play(Stage stage, Round round, int seconds, Action<string> say, CancellationToken ct)
    {
        const double Arrivals = 3;
        var seen = new List<Outage>();
        var course = await round.Play(ct, async (participants, giveUp) =>
        {
            try
            {
                await new Outages(stage, participants.Finance, seconds, Arrivals, say, seen).Run(participants.Load, giveUp);
            }
            finally
            {
                participants.Load.Enough = true;
            }
        }, TimeSpan.FromSeconds(LoadPlan.Together / Arrivals));
        return course with { Outages = seen };
    }

    private async Task Run(Load load, CancellationToken ct)
    {
        foreach (var component in Instance.Services.Reverse().Concat(["rabbitmq", "postgres"]))
        {
            await Until(() => load.Begun >= 30 * arrivals && finance.Count >= load.Begun - 3 * arrivals - 20, "a quiet moment", ct);
            say($"  {component} goes away for {seconds} s");
            seen.Add(await Away(component, load, ct));
            say($"  {seen[^1]}");
        }
    }

    private async Task<Outage> Away(string component, Load load, CancellationToken ct)
    {
        var before = Memory();
        await stage.Instance.Rma("stop", "--kill", component);
        probe.Forget();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(seconds); await Task.Delay(1_000, ct))
            await probe.Look(component, ct);
        await stage.Instance.Rma("start", component);
        var (backlog, credited, back) =
            (load.Serials.Where(serial => !finance.HasNoteFor(serial)).ToArray(), finance.Count, Stopwatch.StartNew());
        await Until(() => finance.Count > credited, $"the first credit after {component} was back", ct);
        var first = back.Elapsed.TotalSeconds;
        await Until(() => Array.TrueForAll(backlog, finance.HasNoteFor), $"the backlog of {component} to be worked off", ct);
        var (took, workedOff) = (back.Elapsed.TotalSeconds, finance.Count - credited);
        var growth = Instance.Services.Where(service => service != component && before.ContainsKey(service))
            .Max(service => Memory().GetValueOrDefault(service) - before[service]);
        var outage = new Outage(component, backlog.Length, first, took, workedOff / Math.Max(took - first, 0.1) / arrivals,
            workedOff / took / arrivals, growth, probe.Said, []);
        return outage with { Complaints = [.. probe.Complaints(component), .. Complaints(outage)] };
    }

    // A component that no credit depends on leaves no backlog: a unit is credited before it passes the bench.
    private IEnumerable<string> Complaints(Outage outage)
    {
        if (outage.Ratio < AtLeast && outage.Backlog > arrivals * seconds / 2)
            yield return $"worked off at less than {AtLeast} times the arrival rate";
        if (outage.First > FirstWithin) yield return $"nothing was credited for {FirstWithin} s";
        if (outage.Growth > MostGrowth) yield return $"a service grew by more than {MostGrowth} MB";
    }

    private static async Task Until(Func<bool> so, string what, CancellationToken ct)
    {
        for (var waiting = Stopwatch.StartNew(); !so(); await Task.Delay(100, ct))
        {
            if (waiting.Elapsed > Deadline) throw new TimeoutException($"waited {Deadline.TotalMinutes} minutes for {what}");
        }
    }

    private Dictionary<string, double> Memory() =>
        Instance.Services.Select(service => (service, pid: stage.Instance.Pid(service))).Where(pair => pair.pid is not null)
        .ToDictionary(pair => pair.service, pair => Resident(pair.pid!.Value));

    private static double Resident(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
