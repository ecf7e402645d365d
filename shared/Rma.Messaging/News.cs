using MassTransit;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>
/// The one mouth of a stream: turns stored events into contract messages and publishes them into the outbox of the same transaction.
/// A message's id comes from stream, version and index, so the same event always says the same message.
/// </summary>
public sealed class News<TEvent>(NewsOf<TEvent> tell, IPublishEndpoint publish, Provenance provenance) : IOnAppended<TEvent>
{
    public async Task On(Appended<TEvent> appended, CancellationToken cancellationToken)
    {
        FailPoint.Hit("events.appended");
        var version = appended.FirstVersion;
        foreach (var @event in appended.Events)
        {
            var index = 0;
            foreach (var message in tell(appended.Id, @event))
            {
                var id = NameBasedId.Of($"{appended.StreamKey}/{version}/{index++}");
                await publish.Publish(message, message.GetType(), context =>
                {
                    context.MessageId = id;
                    if (Guid.TryParse(provenance.CorrelationId, out var correlation)) context.CorrelationId = correlation;
                }, cancellationToken);
            }

            version++;
        }
    }
}

/// <summary>What a stream says about one of its events: none, one or several contract messages.</summary>
public delegate IEnumerable<object> NewsOf<in TEvent>(string streamId, TEvent @event);
