using MassTransit;
using Microsoft.Extensions.Logging;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// The one mouth of a stream: turns stored events into contract messages and publishes them into the outbox of the same transaction.
/// A message's id comes from stream, version and index, so the same event always says the same message.
/// </summary>
public sealed class IntegrationEventPublisher<TState, TEvent>(
    IntegrationEventsOf<TState, TEvent> tell, IPublishEndpoint publish, Provenance provenance,
    ILogger<IntegrationEventPublisher<TState, TEvent>> log) : IOnAppended<TState, TEvent>
{
    /// <inheritdoc />
    public async Task On(Appended<TState, TEvent> appended, CancellationToken cancellationToken)
    {
        FailPoint.Hit("events.appended");
        foreach (var step in appended.Steps)
        {
            log.LogInformation("{Stream} {Version}: {Event}", appended.StreamKey, step.Version, step.Event?.GetType().Name);
            var index = 0;
            foreach (var message in tell(step.State, step.Event))
            {
                var id = NameBasedId.Of($"{appended.StreamKey}/{step.Version}/{index++}");
                await publish.Publish(message, message.GetType(), context =>
                {
                    context.MessageId = id;
                    if (Guid.TryParse(provenance.CorrelationId, out var correlation)) context.CorrelationId = correlation;
                }, cancellationToken);
            }
        }
    }
}

/// <summary>What a stream says about one of its events: none, one or several contract messages.</summary>
/// <param name="state">The state that the event led to; it knows whose event it is.</param>
public delegate IEnumerable<object> IntegrationEventsOf<in TState, in TEvent>(TState state, TEvent @event);
