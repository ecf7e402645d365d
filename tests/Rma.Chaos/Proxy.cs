using System.Net;
using System.Net.Sockets;

namespace Rma.Chaos;

/// <summary>
/// A proxy between one service and one server, or all nodes of one, that can be frozen (nothing passes, nothing is refused) and cut at a
/// COMMIT: before the server receives it, or after it was executed and before the client gets the answer.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener[] listeners;
    private readonly CancellationTokenSource closing = new();
    private readonly Task work;
    private volatile TaskCompletionSource free = Free();
    private int cutsBefore;
    private int cutsAfter;
    private int cut;
    private int answersLost;

    /// <param name="targets">The ports of the nodes.</param>
    public Proxy(IReadOnlyList<int> targets, ProxyTls? tls = null)
    {
        (Tls, listeners) = (tls, [.. targets.Select(_ => new TcpListener(IPAddress.Loopback, 0))]);
        foreach (var listener in listeners) listener.Start(256);
        work = Task.WhenAll(listeners.Zip(targets, (listener, target) => Task.Run(() => Listen(listener, target))));
    }

    /// <summary>The ports for the service, in the order of the nodes.</summary>
    public IEnumerable<int> Ports => listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port);

    /// <summary>How many commits were cut off.</summary>
    public int Cut => Volatile.Read(ref cut);

    /// <summary>How many of them the server had executed.</summary>
    public int AnswersLost => Volatile.Read(ref answersLost);

    /// <summary>Whether commits are still to be cut off.</summary>
    public bool Cutting => Volatile.Read(ref cutsBefore) > 0 || Volatile.Read(ref cutsAfter) > 0;

    /// <summary>From now on nothing passes in either direction; connections stay open, new ones get no answer.</summary>
    public void Hold()
    {
        if (free.Task.IsCompleted) free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Release() => free.TrySetResult();

    /// <summary>The next commits lose their connection.</summary>
    public void CutCommits(int before, int after)
    {
        Interlocked.Exchange(ref cutsBefore, before);
        Interlocked.Exchange(ref cutsAfter, after);
    }

    /// <summary>How it looks into a connection with TLS; null when it passes on what comes.</summary>
    internal ProxyTls? Tls { get; }

    internal Task Passing => free.Task;

    internal bool TakeCutBefore() => Take(ref cutsBefore);

    internal bool TakeCutAfter()
    {
        if (!Take(ref cutsAfter)) return false;
        Interlocked.Increment(ref answersLost);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        Release();
        foreach (var listener in listeners) listener.Stop();
        await work;
        closing.Dispose();
    }

    private bool Take(ref int left)
    {
        if (Volatile.Read(ref left) <= 0 || Interlocked.Decrement(ref left) < 0) return false;
        Interlocked.Increment(ref cut);
        return true;
    }

    private async Task Listen(TcpListener listener, int target)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(closing.Token);
                _ = Task.Run(() => Wire.Carry(client, target, this, closing.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Closing, or the caller gave up before the connection was accepted.
            }
        }
    }

    private static TaskCompletionSource Free()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
