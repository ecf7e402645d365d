using MassTransit;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// A message of a stream to its own service at a later time: when it comes, the stream decides whether it still means anything.
/// </summary>
/// <param name="Key">The same key on the same stream is the same deadline, whoever schedules it again.</param>
public sealed record Deadline(string Key, DateTimeOffset At, object Message);

/// <summary>The deadlines that begin with an event, from the event and the state after it: none, one or several.</summary>
public delegate IEnumerable<Deadline> DeadlinesOf<TState, TEvent>(Step<TState, TEvent> step);

/// <summary>Schedules the deadlines of a stream, durably, in the transaction of the events that they begin with.</summary>
public sealed class DeadlineScheduler<TState, TEvent>(DeadlinesOf<TState, TEvent> deadlines, IPublishEndpoint publish)
    : IReaction<TState, TEvent>
{
    /// <inheritdoc />
    public async Task On(Appended<TState, TEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var deadline in appended.Steps.SelectMany(step => deadlines(step)))
        {
            await publish.Publish(deadline.Message, deadline.Message.GetType(), context =>
            {
                context.MessageId = NameBasedId.Of($"{appended.StreamKey}/{deadline.Key}");
                context.VisibleAt(deadline.At);
            }, cancellationToken);
        }
    }
}
