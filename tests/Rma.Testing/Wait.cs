using System.Diagnostics;
using Xunit.Sdk;

namespace Rma.Testing;

/// <summary>Waits for a condition, never for a fixed time; the failure shows the last observation.</summary>
public static class Wait
{
    /// <summary>Polls until <paramref name="enough"/>, at most <paramref name="seconds"/> seconds.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> enough, string what, int seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        T? seen = default;
        Exception? failure = null;
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            try
            {
                seen = await look();
                failure = null;
                if (enough(seen)) return seen;
            }
            catch (Exception exception) when (exception is not XunitException)
            {
                failure = exception;
            }

            await Task.Delay(50);
        }

        throw new XunitException(
            $"Waited {seconds} s for {what}. Last seen: {failure?.Message ?? System.Text.Json.JsonSerializer.Serialize(seen)}");
    }

    /// <summary>Waits until the condition is true.</summary>
    public static Task Until(Func<Task<bool>> look, string what, int seconds = 30) => Until(look, so => so, what, seconds);
}
