using System.Diagnostics;

namespace Rma.Messaging;

/// <summary>
/// A mounted file that is read again when it changes. Content that cannot be read is a fault, and what was read before stays.
/// </summary>
/// <param name="path">Where it is; null when it is not configured.</param>
/// <param name="read">Its content; throws when it cannot be read.</param>
/// <param name="look">The shortest time between two looks at it.</param>
/// <param name="faulty">Told of each new fault.</param>
public sealed class WatchedFile<T>(Func<string?> path, Func<byte[], T> read, TimeSpan look, Action<Exception>? faulty = null)
    where T : class
{
    // File times are coarse: a file that was read so soon after it was written may have been written once more.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile T? value;
    private volatile Exception? fault;
    private volatile bool wasRead;
    private DateTime seen;
    private long lookedAt, faultySince;

    /// <summary>What was read last; null when nothing could be read yet, or nothing is configured.</summary>
    public T? Value
    {
        get
        {
            Refresh();
            return value;
        }
    }

    /// <summary>The fault of the file when it was last looked at; null for none.</summary>
    public Exception? Fault => fault;

    /// <summary>How long the file has been faulty; zero when it is not.</summary>
    public TimeSpan FaultyFor
    {
        get
        {
            Refresh();
            return fault is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Interlocked.Read(ref faultySince));
        }
    }

    private void Refresh()
    {
        if (IsFresh() || path() is not { Length: > 0 } file) return;
        lock (gate)
        {
            if (IsFresh()) return;
            Interlocked.Exchange(ref lookedAt, Stopwatch.GetTimestamp());
            var changed = MountedFile.ChangedAt(file);
            if (changed == seen)
            {
                wasRead = true;
                return;
            }

            try
            {
                value = read(File.ReadAllBytes(file));
                fault = null;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                if (fault is null) Interlocked.Exchange(ref faultySince, Stopwatch.GetTimestamp());
                if (fault?.Message != exception.Message) faulty?.Invoke(exception);
                fault = exception;
                // Perhaps only the file system: the same content is tried again.
                if (exception is IOException or UnauthorizedAccessException)
                {
                    wasRead = true;
                    return;
                }
            }

            wasRead = true;
            var age = TimeProvider.System.GetUtcNow().UtcDateTime - changed;
            if (age > Settled || age < TimeSpan.Zero) seen = changed;
        }
    }

    // Until it was read for the first time everybody waits for that: nothing read is not the same as nothing there.
    private bool IsFresh() => wasRead && Interlocked.Read(ref lookedAt) is not 0 and var at && Stopwatch.GetElapsedTime(at) < look;
}
