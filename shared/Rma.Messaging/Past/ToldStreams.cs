using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>A message that follows from a stored event, with the id that it had when it was told first.</summary>
/// <param name="Event">The event behind it.</param>
public sealed record ToldMessage(Guid MessageId, object Message, StoredEvent Event);

/// <summary>The streams of one category and what they tell.</summary>
/// <param name="Category">The category of their keys.</param>
/// <param name="Tell">All messages of a history, given the stream's key and its events from the first on.</param>
public sealed record ToldStreams(string Category, Func<string, IReadOnlyList<StoredEvent>, IEnumerable<ToldMessage>> Tell)
{
    /// <summary>By the mapping that also published them.</summary>
    public static ToldStreams Of<TState, TEvent>(StreamCategory<TState, TEvent> category, IntegrationEventsOf<TState, TEvent> news)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        new(category.Name, (key, events) => events.Select(stored => (TEvent)stored.Body).StepsAfter(TState.Initial, 0).Zip(events)
            .SelectMany(pair => news(key[(category.Name.Length + 1)..], pair.First.State, pair.First.Event).Select((message, index) =>
                new ToldMessage(IntegrationEvents.IdOf(key, pair.First.Version, index, pair.Second), message, pair.Second))));

    /// <summary>Whether a stream's key is of this category.</summary>
    public bool Has(string key) =>
        key.StartsWith(Category, StringComparison.Ordinal) && key.Length > Category.Length && key[Category.Length] == '-';
}
