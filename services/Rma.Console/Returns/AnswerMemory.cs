using System.Collections.Concurrent;

namespace Rma.Console.Returns;

/// <summary>
/// Counts and figures over a million rows take a processor for a tenth of a second and more, and many people look at the same ones: one is
/// made once in a while, however many ask for it, and they wait for the same one.
/// </summary>
internal sealed class AnswerMemory(TimeProvider clock)
{
    private const int Most = 500;

    private readonly ConcurrentDictionary<object, (long At, Lazy<Task<object>> Answer)> known = new();

    /// <summary>An answer that is at most this old.</summary>
    /// <param name="key">The question, the slot and what the caller may see: values, so that no two questions are written alike.</param>
    /// <param name="make">Does not end with the one who asked first: others wait for it too.</param>
    public async Task<T> Of<T>(object key, TimeSpan age, Func<Task<T>> make) where T : class
    {
        if (known.Count > Most) known.Clear();
        var answer = known.AddOrUpdate(
            key, _ => (clock.GetTimestamp(), new(Make)),
            (_, before) => clock.GetElapsedTime(before.At) < age ? before : (clock.GetTimestamp(), new(Make))).Answer;
        try
        {
            return (T)await answer.Value;
        }
        catch
        {
            known.TryRemove(key, out _);
            throw;
        }

        async Task<object> Make() => await make();
    }
}
