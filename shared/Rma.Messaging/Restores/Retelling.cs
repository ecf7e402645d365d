using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Rma.Messaging;

/// <summary>How much was put into the outbox again.</summary>
public sealed record Retold(int IntegrationEvents, int Kept);

/// <summary>
/// Puts what this service has told since a moment into its outbox again, with the ids of then: who knows a message drops it, whose broker
/// or database lost it takes it. The running service sends it.
/// </summary>
public sealed class Retelling(IServiceScopeFactory scopes, PastReader past, SentMessages sent, MessagingOptions options, TimeProvider clock)
{
    private const int RowsOfStep = 200;

    /// <summary>Tells again.</summary>
    /// <param name="since">In real time.</param>
    /// <param name="to">The service that lacks it; null for everything to everybody, finance included.</param>
    public async Task<Retold> Run(DateTimeOffset since, string? to, CancellationToken cancellationToken)
    {
        var wanted = (to is null ? options.Topology.ExchangesOf(options.Service)
            : options.Topology.HeardBy(to).Intersect(options.Topology.ExchangesOf(options.Service))).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count == 0) return new(0, 0);
        var told = 0;
        await foreach (var messages in past.Since(OfPlatform(since), wanted, cancellationToken))
        {
            foreach (var step in messages.Chunk(RowsOfStep)) await Tell(step, cancellationToken);
            told += messages.Count;
        }

        var kept = await sent.Since(since, to is null ? null : wanted, cancellationToken);
        foreach (var step in kept.Chunk(RowsOfStep)) await Send(step.Select(each => each.Row));
        return new(told, kept.Count);
    }

    // In Development the platform's clock may be behind; where it is ahead, events since then have later times anyhow.
    private DateTimeOffset OfPlatform(DateTimeOffset since)
    {
        var ahead = clock.GetUtcNow() - TimeProvider.System.GetUtcNow();
        return ahead < TimeSpan.Zero ? since + ahead : since;
    }

    private async Task Tell(ToldMessage[] messages, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var publish = scope.ServiceProvider.GetRequiredService<IPublishEndpoint>();
        foreach (var told in messages)
            await publish.Publish(told.Message, told.Message.GetType(), context =>
            {
                context.MessageId = told.MessageId;
                context.Headers.Set(Envelope.OfEventHeader, true);
                context.Headers.Set(IntegrationEvents.ActorHeader, told.Event.Actor ?? "unknown");
                if (Guid.TryParse(told.Event.Headers?["correlation-id"]?.GetValue<string>(), out var correlation))
                    context.CorrelationId = correlation;
            }, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Commit();
    }

    private async Task Send(IEnumerable<OutboxRow> rows)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        foreach (var row in rows) unitOfWork.Add(row);
        await unitOfWork.Commit();
    }
}
