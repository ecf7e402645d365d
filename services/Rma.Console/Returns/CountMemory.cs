using System.Collections.Concurrent;

namespace Rma.Console.Returns;

/// <summary>
/// Counts over a million rows take a processor for a tenth of a second, and many people look at the same ones: a count is made once in two
/// seconds, however many ask for it, and they wait for the same one.
/// </summary>
internal sealed class CountMemory(TimeProvider clock)
{
    private const int Most = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (long At, Lazy<Task<IReadOnlyList<StateCount>>> Counts)> known =
        new(StringComparer.Ordinal);

    /// <summary>The counts of a filter.</summary>
    /// <param name="key">Of the filter and the slot.</param>
    public async Task<IReadOnlyList<StateCount>> Of(string key, Func<Task<IReadOnlyList<StateCount>>> count)
    {
        if (known.Count > Most) known.Clear();
        var counts = known.AddOrUpdate(
            key, _ => (clock.GetTimestamp(), new(count)),
            (_, before) => clock.GetElapsedTime(before.At) < Kept ? before : (clock.GetTimestamp(), new(count))).Counts;
        try
        {
            return await counts.Value;
        }
        catch
        {
            known.TryRemove(key, out _);
            throw;
        }
    }
}
