using System.Diagnostics;

namespace Rma.Benchmarks;

/// <summary>One figure, measured in several rounds side by side with its floor.</summary>
/// <param name="Part">The letter of the part, a to f.</param>
/// <param name="Unit">Of subject and floor; of a ratio alone it is empty.</param>
/// <param name="Noise">Half the distance between the smallest and the largest round's ratio, as a share of the median.</param>
internal sealed record Figure(string Part, string Name, string Unit, double Subject, double Floor, double Ratio, double Noise, string Goal, bool Reached)
{
    public string Verdict => Reached ? "yes" : "no";
}

/// <summary>Subject and floor in turn, so that whatever else the machine does meets both.</summary>
internal static class Rounds
{
    /// <summary>Rates, the more the better: the median of the rounds' ratios of subject to floor.</summary>
    /// <param name="goal">What the ratio must reach; null for a figure that only explains another one.</param>
    public static async Task<Figure> Rates(string part, string name, string unit, double? goal, int rounds, Func<Task<double>> subject, Func<Task<double>> floor)
    {
        await floor();
        await subject();
        var pairs = new List<(double Subject, double Floor)>();
        for (var round = 1; round <= rounds; round++)
        {
            // Who comes first changes, so that neither always meets the other's checkpoint.
            var (first, second) = round % 2 == 0 ? (await floor(), await subject()) : (0, 0);
            pairs.Add(round % 2 == 0 ? (second, first) : (await subject(), await floor()));
            Console.WriteLine(FormattableString.Invariant($"    round {round}: {pairs[^1].Subject:0.0} {unit} against {pairs[^1].Floor:0.0}: {pairs[^1].Subject / pairs[^1].Floor:0.00}"));
        }

        var ratios = pairs.ConvertAll(pair => pair.Subject / pair.Floor);
        var ratio = Median(ratios);
        return new(part, name, unit, Median(pairs.ConvertAll(pair => pair.Subject)), Median(pairs.ConvertAll(pair => pair.Floor)), ratio,
            (ratios.Max() - ratios.Min()) / 2 / ratio, goal is null ? "" : FormattableString.Invariant($"≥ {goal:0.0}"), goal is null || ratio >= goal);
    }

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

    public static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);

    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];
    }
}
