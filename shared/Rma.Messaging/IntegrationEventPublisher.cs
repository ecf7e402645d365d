using MassTransit;
using Microsoft.Extensions.Logging;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// Maps stored events of a stream to contract messages and publishes them to the outbox in the same transaction. A message id is derived
/// from stream, version and index, so the same event always yields the same message id.
/// </summary>
public sealed class IntegrationEventPublisher<TState, TEvent>(
    IntegrationEventsOf<TState, TEvent> tell, IPublishEndpoint publish, Provenance provenance,
    ILogger<IntegrationEventPublisher<TState, TEvent>> log) : IReaction<TState, TEvent>
{
    /// <inheritdoc />
    public async Task On(Appended<TState, TEvent> appended, CancellationToken cancellationToken)
    {
        FailPoint.Hit("events.appended");
        foreach (var step in appended.Steps)
        {
            log.EventAppended(appended.StreamKey, step.Version, step.Event?.GetType().Name);
            var index = 0;
            foreach (var message in tell(appended.Id, step.State, step.Event))
            {
                var id = index == 0 && provenance.ToldAs is { } before ? before
                    : IntegrationEvents.IdOf(appended.StreamKey, step.Version, index, provenance.Restores);
                index++;
                await publish.Publish(message, message.GetType(), context =>
                {
                    context.MessageId = id;
                    context.Headers.Set(Envelope.OfEventHeader, true);
                    context.Headers.Set(IntegrationEvents.ActorHeader, provenance.Actor);
                    if (Guid.TryParse(provenance.CorrelationId, out var correlation)) context.CorrelationId = correlation;
                }, cancellationToken);
            }
        }
    }
}

/// <summary>The contract messages that an event of a stream publishes: none, one or several.</summary>
/// <param name="id">The stream's id, without the category.</param>
/// <param name="state">The state after the event; it carries the ids that the event itself does not.</param>
public delegate IEnumerable<object> IntegrationEventsOf<in TState, in TEvent>(string id, TState state, TEvent @event);

/// <summary>What messages of stored events have in common, whenever they are told.</summary>
public static class IntegrationEvents
{
    /// <summary>Who caused it: a person's subject, a device, a system.</summary>
    public const string ActorHeader = "rma-actor";

    /// <summary>The id of a message: the same event always has the same.</summary>
    /// <param name="index">Its place among the messages of the event, from 0.</param>
    /// <param name="restores">
    /// How often the history had been restored when the event was stored: versions after the restore are others than those of before.
    /// </param>
    public static Guid IdOf(string streamKey, long version, int index, int restores = 0) => NameBasedId.Of(restores == 0
        ? $"{streamKey}/{version}/{index}" : $"{streamKey}/{version}/{index}/restored-{restores}");

    /// <summary>The id of a message of a stored event.</summary>
    public static Guid IdOf(string streamKey, long version, int index, StoredEvent stored) =>
        index == 0 && stored.Headers?[Provenance.ToldAsHeader]?.GetValue<Guid>() is { } before ? before
        : IdOf(streamKey, version, index, stored.Headers?[Provenance.RestoresHeader]?.GetValue<int>() ?? 0);
}
