using System.Collections.Concurrent;

namespace Rma.Console.Returns;

/// <summary>
/// Counts and figures over a million rows take a processor for a tenth of a second and more, and many people look at the same ones: one is
/// made once in a while, however many ask for it. While it is asked for it is made anew at half of its age, so that nobody waits.
/// </summary>
internal sealed class AnswerMemory(TimeProvider clock)
{
    private const int Most = 500;

    private readonly ConcurrentDictionary<object, Remembered> known = new();

    private sealed class Remembered(long at, Func<Task<object>> make)
    {
        private readonly Lazy<Task<object>> answer = new(make);
        private int renewed;

        public long At => at;

        public Task<object> Answer => answer.Value;

        /// <summary>Once.</summary>
        public bool MayBeRenewed() => Answer.IsCompletedSuccessfully && Interlocked.Exchange(ref renewed, 1) == 0;
    }

    /// <summary>An answer that is at most this old.</summary>
    /// <param name="key">The question, the slot and what the caller may see: values, so that no two questions are written alike.</param>
    /// <param name="make">Does not end with the one who asked first: others wait for it too.</param>
    public async Task<T> Of<T>(object key, TimeSpan age, Func<Task<T>> make) where T : class
    {
        if (known.Count > Most) known.Clear();
        var answer = known.AddOrUpdate(key, _ => Fresh(), (_, before) => clock.GetElapsedTime(before.At) < age ? before : Fresh());
        if (clock.GetElapsedTime(answer.At) > age / 2 && answer.MayBeRenewed()) _ = Renew();
        try
        {
            return (T)await answer.Answer;
        }
        catch
        {
            known.TryRemove(key, out _);
            throw;
        }

        Remembered Fresh() => new(clock.GetTimestamp(), Make);

        async Task<object> Make() => await make();

        // What fails here is made again, and its fault told, when the one that is known is too old.
        async Task Renew()
        {
            var next = Fresh();
            await ((Task)next.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next.Answer.IsCompletedSuccessfully) known[key] = next;
        }
    }
}
