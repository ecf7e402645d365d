using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;

namespace Rma.Messaging;

/// <summary>
/// What <see cref="IPublishEndpoint"/> and <see cref="ISendEndpointProvider"/> resolve to in a scope: inside a consumer the consume context
/// (already transactional), elsewhere the outbox of the unit of work. Nothing in a scope can publish outside the transaction.
/// </summary>
internal sealed class ScopedOutboxProvider(
    IBus bus, UnitOfWork unitOfWork, Bind<IBus, IClientFactory> clientFactory,
    Bind<IBus, IScopedConsumeContextProvider> consumeContext, IServiceProvider provider)
    : IScopedBusContextProvider<IBus>
{
    public ScopedBusContext Context { get; } = consumeContext.Value.HasContext
        ? new ConsumeContextScopedBusContext(consumeContext.Value.GetContext(), clientFactory.Value)
        : new OutboxBusContext(bus, unitOfWork, clientFactory.Value, provider);
}

internal sealed class OutboxBusContext(IBus bus, UnitOfWork unitOfWork, IClientFactory clientFactory, IServiceProvider provider)
    : ScopedBusContext, OutboxSendContext
{
    private IPublishEndpoint? publishEndpoint;
    private ISendEndpointProvider? sendEndpointProvider;
    private IScopedClientFactory? scopedClientFactory;

    public IPublishEndpoint PublishEndpoint => publishEndpoint ??= new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

    public ISendEndpointProvider SendEndpointProvider => sendEndpointProvider ??= new OutboxSendEndpointProvider(this, bus);

    public IScopedClientFactory ClientFactory => scopedClientFactory ??=
        new ScopedClientFactory(new ClientFactory(new ScopedClientFactoryContext(clientFactory, provider)), null);

    public object? GetService(Type serviceType) => provider.GetService(serviceType);

    public Task AddSend<T>(SendContext<T> context) where T : class
    {
        unitOfWork.Add(context);
        return Task.CompletedTask;
    }
}
