using System.Diagnostics.Metrics;

namespace Rma.Console.Metrics;

/// <summary>
/// Sums since the start of the process, one for each value of a tag. Each is shown as zero once before it is shown as it is: a series that
/// begins with its first count has not risen, and <c>increase()</c> would leave that count out.
/// </summary>
internal sealed class Totals(string tag)
{
    private readonly Dictionary<string, (decimal Sum, bool WasShown)> sums = new(StringComparer.Ordinal);

    /// <summary>Adds to the sum of a value.</summary>
    public void Add(string value, decimal amount)
    {
        lock (sums)
        {
            var (sum, wasShown) = sums.GetValueOrDefault(value);
            sums[value] = (sum + amount, wasShown);
        }
    }

    /// <summary>What the meter shows.</summary>
    public IReadOnlyList<Measurement<double>> Show()
    {
        lock (sums)
        {
            Measurement<double>[] shown = [.. sums.Select(one => new Measurement<double>(
                one.Value.WasShown ? (double)one.Value.Sum : 0, new KeyValuePair<string, object?>(tag, one.Key)))];
            foreach (var (value, (sum, _)) in sums.ToArray()) sums[value] = (sum, true);
            return shown;
        }
    }
}
