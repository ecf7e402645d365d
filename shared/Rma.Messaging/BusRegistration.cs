using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rma.EventSourcing;

namespace Rma.Messaging;

/// <summary>A consumer of a service.</summary>
/// <param name="IsFeed">Whether other systems publish to its queue.</param>
/// <param name="Together">Whether its messages are taken several in one transaction.</param>
public sealed record ConsumerReads(Type Consumer, bool IsFeed, bool Together);

/// <summary>Registers the messaging kernel in a service's container.</summary>
public static class BusRegistration
{
    /// <summary>The unit of work, the outbox and MassTransit on RabbitMQ, with one transaction per step.</summary>
    public static IServiceCollection AddMessaging(
        this IServiceCollection services, MessagingOptions options, IEnumerable<Type> optionalSubscribers,
        IEnumerable<ConsumerReads> consumers, IEnumerable<(Type Machine, Type Instance)> sagas,
        Action<IBusRegistrationConfigurator> register)
    {
        services.AddSingleton(options).AddSingleton(new OptionalSubscribers(optionalSubscribers)).AddSingleton<OutboxSignal>()
            .AddSingleton<OutboxTable>().AddSingleton<PostgresCircuit>()
            .AddSingleton<DeadLetters>().AddSingleton<StuckItems>().AddSingleton<HeartbeatMonitor>().AddSingleton<BrokerAlarm>();
        services.AddSingleton<MessageSigner>().AddSingleton<SenderKeys>().AddSingleton<SenderProof>()
            .AddSingleton(provider => new OutboxSigning(
                provider.GetRequiredService<MessageSigner>(), provider.GetRequiredService<SenderKeys>(), options));
        services.AddSingleton<HistoryKeyFile>().AddSingleton<HistoryHealth>()
            .AddSingleton(provider => new ProofOfSeals(provider.GetRequiredService<SenderKeys>(), options))
            .AddSingleton(provider => new EventProof(() => provider.GetRequiredService<HistoryKeyFile>().Keys))
            .AddSingleton<HistorySealing>().AddHostedService(provider => provider.GetRequiredService<HistorySealing>());
        services.AddSingleton<TopologyHealth>().AddHostedService<TopologyWatch>();
        services.AddSingleton<PastReader>().AddSingleton(typeof(Gathering<>));
        services.AddSingleton<RestoreLog>().AddSingleton<SentMessages>().AddSingleton<Retelling>();
        services.AddScoped<AmbientTransaction>().AddScoped<UnitOfWork>().AddScoped<Recorder>()
            .AddScoped(provider => new Provenance { Restores = provider.GetRequiredService<RestoreLog>().Number });
        services.AddScoped(typeof(SagaRows<>)).AddScoped<IOutboxContextFactory<UnitOfWork>, ConsumeTransactionFactory>();

        // Hosted services stop in reverse order: HTTP first, then consumers, the dispatcher last.
        services.AddHostedService<OutboxDispatcher>().AddHostedService<Retention>().AddHostedService<Watchdog>()
            .AddHostedService<ClockFollower>();
        services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = TimeSpan.FromSeconds(30);
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(20);
        });

        var names = new KebabCaseEndpointNameFormatter(options.Service, false);
        QueueReads[] queues =
        [
            .. consumers.Select(read => new QueueReads(
                QueueOf(names, nameof(IEndpointNameFormatter.Consumer), read.Consumer), MessagesOf(read.Consumer), read.IsFeed,
                read.Together)),
            .. sagas.Select(saga => new QueueReads(
                QueueOf(names, nameof(IEndpointNameFormatter.Saga), saga.Instance), EventsOf(saga.Machine), IsFeed: false)),
        ];
        foreach (var queue in queues)
        {
            services.AddSingleton(queue);
            Queues.Add(queue);
        }

        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(names);
            bus.AddConsumer<HeartbeatConsumer>();
            if (FailPoint.IsArmed) bus.AddReceiveObserver(_ => new FailPointAfterAck());
            register(bus);
            bus.AddConfigureEndpointsCallback((context, queue, endpoint) => Configure(context, queue, endpoint, options));
            bus.UsingRabbitMq((context, rabbit) =>
            {
                Connect(rabbit, options, context);
                rabbit.ConfigureJsonSerializerOptions(json =>
                {
                    StrictOptions.Apply(json);
                    return json;
                });
                rabbit.ConfigureEndpoints(context);
                rabbit.ReceiveEndpoint(Topology.GivenUpQueueOf(options.Service), endpoint =>
                {
                    endpoint.ConfigureConsumeTopology = false;
                    endpoint.PrefetchCount = options.PrefetchCount;
                    endpoint.SetQuorumQueue();
                    endpoint.ConfigureReceive(receive => receive.UseFilter(new GivenUp(
                        context.GetRequiredService<DeadLetters>(), context.GetRequiredService<SenderKeys>(), options)));
                });
            });
        });
        services.ReplaceScoped<IScopedBusContextProvider<IBus>, ScopedOutboxProvider>();
        return services;
    }

    /// <summary>A state machine whose instances are rows written by the unit of work.</summary>
    public static void AddTransactionalSaga<TMachine, TInstance>(this IBusRegistrationConfigurator bus)
        where TMachine : class, SagaStateMachine<TInstance>
        where TInstance : class, SagaStateMachineInstance =>
        bus.AddSagaStateMachine<TMachine, TInstance>().Repository(repository =>
        {
            repository.RegisterSagaRepository<TInstance, SagaRows<TInstance>, SagaConsumeContextFactory<SagaRows<TInstance>, TInstance>,
                SagaRepositoryContextFactory<TInstance>>();
            repository.RegisterLoadSagaRepository<TInstance, SagaRepositoryContextFactory<TInstance>>();
        });

    private static string QueueOf(KebabCaseEndpointNameFormatter names, string method, Type consumer) =>
        (string)typeof(IEndpointNameFormatter).GetMethod(method)!.MakeGenericMethod(consumer).Invoke(names, null)!;

    private static Type[] MessagesOf(Type consumer) => [.. consumer.GetInterfaces()
        .Where(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(one => one.GetGenericArguments()[0])];

    private static Type[] EventsOf(Type machine) => [.. machine.GetProperties().Select(property => property.PropertyType)
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Event<>))
            .Select(type => type.GetGenericArguments()[0])];

    private static void Connect(IRabbitMqBusFactoryConfigurator rabbit, MessagingOptions options, IServiceProvider services)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var log = services.GetRequiredService<ILogger<MessagingOptions>>();
        var broker = options.Broker;
        rabbit.Host(broker.Nodes[0].Host, (ushort)broker.Nodes[0].Port, broker.VirtualHost, options.Service, host =>
        {
            host.Username(broker.User);
            host.Password(broker.Password);
            host.Heartbeat(TimeSpan.FromSeconds(10));
            // Before each attempt: the node that answers, and its certificate. MassTransit's own list of nodes would try one that is away.
            host.OnRefreshConnectionFactory = async factory =>
            {
                if (await BrokerProbe.WaitUntilAvailable(options, log.BrokerRefused, stopping) is not { } node) return;
                var now = options.Broker;
                (factory.UserName, factory.Password) = (now.User, now.Password);
                factory.EndpointResolverFactory = _ => new OneEndpoint(now.EndpointOf(node, options.Certificates));
            };
        });
    }

    private static void Configure(
        IRegistrationContext context, string queue, IReceiveEndpointConfigurator endpoint, MessagingOptions options)
    {
        var deadLetters = context.GetRequiredService<DeadLetters>();
        endpoint.PrefetchCount = options.PrefetchCount;
        endpoint.ConcurrentMessageLimit = options.ConcurrentMessageLimit;
        endpoint.PublishFaults = false;
        // A service may not bind its queues to the messages of others: the bindings are part of the broker's definitions.
        endpoint.ConfigureConsumeTopology = false;
        if (FailPoint.IsArmed) endpoint.ConfigureReceive(receive => receive.UseFilter(new FailPointBeforeAck()));
        // Any other queue argument would clash with existing queues on an upgrade; limits and dead-lettering are policies.
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit) rabbit.SetQuorumQueue();
        endpoint.ConfigureError(error =>
            error.UseFilter(new FailedToDeadLetters(deadLetters, context.GetRequiredService<ILogger<DeadLetters>>())));
        endpoint.ConfigureDeadLetter(dead => dead.UseFilter(new UnknownToDeadLetters(deadLetters)));
        if (Queues.IsFeed(queue))
        {
            endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
            endpoint.ConfigureReceive(receive => receive.UseFilter(new FeedGate(deadLetters, options)));
        }

        endpoint.ConfigureReceive(receive =>
        {
            receive.UseFilter(new SenderGate(deadLetters, context.GetRequiredService<SenderProof>(), options));
            receive.UseFilter(new ReadingGate(deadLetters));
        });

        // Outside the transaction: every attempt has its own scope, transaction and inbox row. After about twenty minutes the message
        // returns to its queue; an outage never dead-letters a message.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(Transient.Is);
            retry.Exponential(300, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), TimeSpan.FromMilliseconds(200));
        });
        if (Queues.IsTakenTogether(queue))
        {
            // Whoever waits for the others of a transaction holds no connection.
            endpoint.ConcurrentMessageLimit = options.PrefetchCount;
            return;
        }

        var transaction = new OutboxConsumePipeSpecificationObserver<UnitOfWork>(endpoint, context);
        endpoint.ConnectConsumerConfigurationObserver(transaction);
        endpoint.ConnectSagaConfigurationObserver(transaction);
    }
}
