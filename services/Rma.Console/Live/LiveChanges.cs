using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using Rma.Messaging;

namespace Rma.Console.Live;

/// <summary>
/// Hands each change to those who watch. One reader a process looks for new changes, however many watch, and not at all while nobody does.
/// Whoever reads too slowly is let go: it comes back with the id of its last event and misses nothing.
/// </summary>
internal sealed class LiveChanges(ChangeTable changes, ILogger<LiveChanges> log) : BackgroundService
{
    private const int Batch = 1_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Cleaning = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, Watch> watchers = new();

    /// <summary>How many watch.</summary>
    public int Watching => watchers.Count;

    /// <summary>
    /// From when it has begun on every change that is wanted is handed on, until it is disposed or its reader is too slow.
    /// </summary>
    /// <param name="wanted">Asked for each change, for each who watches: it has to be quick.</param>
    public async Task<Watch> Begin(Func<ReturnChange, bool> wanted, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var watch = new Watch(wanted, () => watchers.TryRemove(id, out _));
        watchers[id] = watch;
        try
        {
            await watch.HasBegun.WaitAsync(cancellationToken);
            return watch;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ChangePlace? place = null;
        var cleaned = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                place = watchers.IsEmpty ? null : await HandOn(place ?? await changes.End(stoppingToken), stoppingToken);
                if ((cleaned -= Look) < TimeSpan.Zero) cleaned = await changes.Forget(Kept, stoppingToken) > 0 ? TimeSpan.Zero : Cleaning;
            }
            catch (Exception exception) when (Transient.Is(exception) || exception is NpgsqlException)
            {
                log.ChangesUnread(exception.Message);
            }

            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var watch in watchers.Values) watch.End();
    }

    private async Task<ChangePlace> HandOn(ChangePlace place, CancellationToken cancellationToken)
    {
        // Those who are here before it is read have everything from this place on.
        var here = watchers.Values.ToArray();
        var news = await changes.After(place, Batch, cancellationToken);
        foreach (var watch in here) watch.Take(news);
        return news.Count > 0 ? news[^1].Place : place;
    }
}

/// <summary>One who watches.</summary>
internal sealed class Watch(Func<ReturnChange, bool> wanted, Action leave) : IDisposable
{
    private const int MostWaiting = 2_000;

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<(ChangePlace Place, ReturnChange Change)> channel =
        Channel.CreateBounded<(ChangePlace, ReturnChange)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Ends when changes are handed on to it.</summary>
    public Task HasBegun => begun.Task;

    /// <summary>What is handed on.</summary>
    public ChannelReader<(ChangePlace Place, ReturnChange Change)> Changes => channel.Reader;

    /// <summary>Takes changes; one that has no room for them ends.</summary>
    public void Take(IReadOnlyList<(ChangePlace Place, ReturnChange Change)> news)
    {
        begun.TrySetResult();
        foreach (var one in news)
        {
            if (!wanted(one.Change) || channel.Writer.TryWrite(one)) continue;
            End();
            return;
        }
    }

    /// <summary>No more changes come.</summary>
    public void End()
    {
        begun.TrySetResult();
        channel.Writer.TryComplete();
        leave();
    }

    public void Dispose() => leave();
}
