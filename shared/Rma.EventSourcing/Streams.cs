namespace Rma.EventSourcing;

/// <summary>The streams of one state type: their category, which prefixes every key (<c>rma-…</c>).</summary>
/// <param name="KeepsTrace">Whether later work on a stream continues the trace in which the stream began.</param>
public sealed record StreamCategory<TState, TEvent>(string Name, bool KeepsTrace = false)
{
    /// <summary>The key in <c>mt_streams</c> for a business id.</summary>
    public string KeyOf(string id) => $"{Name}-{id}";
}

/// <summary>One stored event, its version in the stream, and the state it led to.</summary>
public sealed record Step<TState, TEvent>(long Version, TEvent Event, TState State);

/// <summary>What was appended to one stream, in the transaction that is still open.</summary>
public sealed record Appended<TState, TEvent>(string StreamKey, string Id, IReadOnlyList<Step<TState, TEvent>> Steps);

/// <summary>
/// Loads, folds, decides and appends at the version it read. When another writer was first, it loads and decides again, a bounded number of
/// times.
/// </summary>
/// <remarks>
/// A stream that the transaction has appended to is not read again in it: the append locks the stream's row, so no other transaction can
/// change it.
/// </remarks>
public sealed class Streams<TState, TEvent>(
    AmbientTransaction transaction,
    IEventStore store,
    StreamCategory<TState, TEvent> category,
    Recorder recorder,
    AfterAppend<TState, TEvent> after)
    where TState : IState<TState, TEvent>
    where TEvent : class
{
    private const int Attempts = 5;

    /// <summary>The state now; <c>Initial</c> when there is no such stream.</summary>
    public async Task<TState> Get(string id, CancellationToken cancellationToken) =>
        (await Now(category.KeyOf(id), cancellationToken)).State;

    /// <inheritdoc cref="Get(string, CancellationToken)" />
    public Task<TState> Get(Guid id, CancellationToken cancellationToken) => Get(id.ToString("D"), cancellationToken);

    /// <summary>All stored events of one stream, for timelines.</summary>
    public Task<IReadOnlyList<StoredEvent>> History(string id, CancellationToken cancellationToken) =>
        store.Read(category.KeyOf(id), cancellationToken);

    /// <inheritdoc cref="Append(string, Func{TState, IEnumerable{TEvent}}, CancellationToken)" />
    public Task<TState> Append(Guid id, Func<TState, IEnumerable<TEvent>> decide, CancellationToken cancellationToken) =>
        Append(id.ToString("D"), decide, cancellationToken);

    /// <summary>
    /// Decides on the current state and stores the decided events; an empty decision stores nothing. Returns the new state.
    /// </summary>
    /// <exception cref="RefusedException">The decision refused; nothing was stored.</exception>
    /// <exception cref="VersionConflictException">Concurrent writers won five times in a row.</exception>
    public async Task<TState> Append(string id, Func<TState, IEnumerable<TEvent>> decide, CancellationToken cancellationToken)
    {
        var key = category.KeyOf(id);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (state, version, began) = await Now(key, cancellationToken);
            var decided = decide(state).ToArray();
            if (decided.Length == 0) return state;

            using var trace = category.KeepsTrace ? StreamTrace.Continue(key, began) : null;
            if (!await store.Append(key, version, recorder.Record(key, version, decided), cancellationToken)) continue;

            Step<TState, TEvent>[] steps = [.. decided.StepsAfter(state, version)];
            var last = steps[^1];
            transaction.Snapshots[key] = new Snapshot(last.State, last.Version, began);
            await after.Run(new(key, id, steps), cancellationToken);
            return last.State;
        }

        throw new VersionConflictException(key);
    }

    private async Task<Snapshot> Now(string key, CancellationToken cancellationToken)
    {
        if (transaction.Snapshots.TryGetValue(key, out var written)) return (Snapshot)written;
        var history = await store.Read(key, cancellationToken);
        return new(history.Select(stored => (TEvent)stored.Body).Fold<TState, TEvent>(), history.Count, history.Count == 0 ? null
            : history[0]);
    }

    // The position of a stream; Began is its first event, unless this transaction wrote it.
    private sealed record Snapshot(TState State, long Version, StoredEvent? Began);
}
