using Rma.EventSourcing;

namespace Rma.Histories.Tests;

/// <summary>An event store in memory, with one transaction at a time.</summary>
internal sealed class EventsInMemory : IEventStore
{
    private readonly Dictionary<string, List<StoredEvent>> streams = new(StringComparer.Ordinal);
    private readonly List<(string Stream, object Event)> appended = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> Read(string streamKey, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredEvent>>(streams.GetValueOrDefault(streamKey) ?? []);

    /// <inheritdoc />
    public Task<bool> Append(
        string streamKey, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        if (!streams.TryGetValue(streamKey, out var stream)) streams[streamKey] = stream = [];
        if (stream.Count != expectedVersion) return Task.FromResult(false);
        foreach (var @event in events)
        {
            stream.Add(new(
                @event.Id, 0, stream.Count + 1, @event.Body.GetType().Name, @event.Body, @event.Timestamp, @event.Headers));
            appended.Add((streamKey, @event.Body));
        }

        return Task.FromResult(true);
    }

    /// <summary>Keeps what was appended since the last commit, and returns it.</summary>
    public object[] Commit()
    {
        object[] kept = [.. appended.Select(one => one.Event)];
        appended.Clear();
        return kept;
    }

    /// <summary>Removes what was appended since the last commit.</summary>
    public void Rollback()
    {
        foreach (var (stream, _) in appended) streams[stream].RemoveAt(streams[stream].Count - 1);
        appended.Clear();
    }
}
