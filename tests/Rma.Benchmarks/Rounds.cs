using System.Diagnostics;

namespace Rma.Benchmarks;

/// <summary>One figure, measured in several rounds side by side with its floor.</summary>
/// <param name="Part">The letter of the part, a to h.</param>
/// <param name="Unit">Of subject and floor; of a ratio alone it is empty.</param>
/// <param name="Noise">Half the distance between the smallest and the largest round's ratio, as a share of the median; null when there was
/// one round.</param>
/// <param name="Goal">In words; empty when the figure only explains others.</param>
internal sealed record Figure(
    string Part, string Name, string Unit, double Subject, double Floor, double Ratio, double? Noise, string Goal, bool Reached)
{
    public string Verdict => Reached ? "yes" : "no";
}

/// <summary>What is measured.</summary>
/// <param name="Goal">What its ratio to the floor must reach; null when it only explains others.</param>
/// <param name="Rate">Measures once; how many a second.</param>
internal sealed record Subject(string Name, double? Goal, Func<Task<double>> Rate);

/// <summary>Measures subjects and their floor alternately, so that other load on the machine affects all of them.</summary>
internal static class Rounds
{
    /// <summary>Rates, the more the better: the median of the rounds' ratios of each subject to the floor of the same round.</summary>
    public static async Task<IReadOnlyList<Figure>> Rates(string part, int rounds, Func<Task<double>> floor, params Subject[] subjects)
    {
        Func<Task<double>>[] all = [floor, .. subjects.Select(subject => subject.Rate)];
        foreach (var one in all.Concat(all)) await one(); // warm-up
        var seen = new List<double[]>();
        for (var round = 1; round <= rounds; round++)
        {
            // The order changes every round, so that no subject always runs into the checkpoint caused by the others.
            var order = Enumerable.Range(0, all.Length).Select(turn => (turn + round) % all.Length).ToArray();
            var rates = new double[all.Length];
            foreach (var which in round % 2 == 0 ? order : order.Reverse()) rates[which] = await all[which]();
            seen.Add(rates);
            var measured = rates.Skip(1).Select(rate => FormattableString.Invariant($"{rate:0.0} /s ({rate / rates[0]:0.00})"));
            Console.WriteLine(FormattableString.Invariant($"    round {round}: {string.Join(", ", measured)} against {rates[0]:0.0}"));
        }

        return [.. subjects.Select((subject, index) =>
            Figure(part, subject, seen.ConvertAll(rates => rates[index + 1]), seen.ConvertAll(rates => rates[0])))];
    }

    private static Figure Figure(string part, Subject subject, List<double> rates, List<double> floors)
    {
        var ratios = rates.Zip(floors, (rate, floor) => rate / floor).ToArray();
        var ratio = Median(ratios);
        return new(part, subject.Name, "/s", Median(rates), Median(floors), ratio, Noise(ratios, ratio),
            subject.Goal is { } goal ? FormattableString.Invariant($"≥ {goal:0.0}") : "", subject.Goal is null || ratio >= subject.Goal);
    }

    /// <summary>Half the distance between the smallest and the largest, as a share of the middle; null for one alone.</summary>
    public static double? Noise(IReadOnlyCollection<double> values, double middle) =>
        values.Count < 2 ? null : (values.Max() - values.Min()) / 2 / middle;

    /// <summary>How many a second, over <paramref name="count"/> of them on <paramref name="lanes"/> lanes.</summary>
    public static async Task<double> PerSecond(int count, int lanes, Func<int, Task> one)
    {
        var (next, watch) = (-1, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => Task.Run(async () =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < count;) await one(index);
        })));
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Milliseconds from the planned time of each until its end, at so many a second; late starts count as waiting.</summary>
    public static async Task<double[]> Paced(int rate, int seconds, Func<int, Task> one)
    {
        var (latencies, watch, running) = (new double[rate * seconds], Stopwatch.StartNew(), new List<Task>());
        for (var index = 0; index < latencies.Length; index++)
        {
            var (at, due) = (index, TimeSpan.FromSeconds((double)index / rate));
            if (due - watch.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
            running.Add(Task.Run(async () =>
            {
                await one(at);
                latencies[at] = (watch.Elapsed - due).TotalMilliseconds;
            }));
        }

        await Task.WhenAll(running);
        return latencies;
    }

    public static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);

    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];
    }
}
