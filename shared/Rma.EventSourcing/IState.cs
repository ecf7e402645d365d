namespace Rma.EventSourcing;

/// <summary>
/// The state of a stream, folded from its events. Each situation is a type of its own that holds only values that are valid in it; "does
/// not exist yet" is a state as well.
/// </summary>
/// <typeparam name="TSelf">The closed set of states of one stream.</typeparam>
/// <typeparam name="TEvent">The closed set of events the stream can hold.</typeparam>
public interface IState<TSelf, in TEvent>
    where TSelf : IState<TSelf, TEvent>
{
    /// <summary>The state before the first event.</summary>
    static abstract TSelf Initial { get; }

    /// <summary>Applies one event. Total: every event of the stream is valid in every state; it never refuses.</summary>
    static abstract TSelf Evolve(TSelf state, TEvent @event);
}

/// <summary>Folds a history into a state.</summary>
public static class Folding
{
    /// <summary>The state after these events, oldest first.</summary>
    public static TState Fold<TState, TEvent>(this IEnumerable<TEvent> events)
        where TState : IState<TState, TEvent> =>
        events.Aggregate(TState.Initial, TState.Evolve);

    /// <summary>Each event with its version and the state after it, beginning after a version of the stream.</summary>
    public static IEnumerable<Step<TState, TEvent>> StepsAfter<TState, TEvent>(
        this IEnumerable<TEvent> events, TState state, long version)
        where TState : IState<TState, TEvent>
    {
        foreach (var @event in events) yield return new(++version, @event, state = TState.Evolve(state, @event));
    }
}

/// <summary>An event that was decided by clauses of the policy. They are stored in the event's headers.</summary>
public interface ICiteClauses
{
    /// <summary>Clause ids such as <c>P4</c> or <c>C2</c>.</summary>
    IReadOnlyList<string> Clauses { get; }
}
