using System.Reflection;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>The parts of one service, declared in its <c>…Service.cs</c>.</summary>
public sealed class ServiceSetup(WebApplicationBuilder builder)
{
    private readonly List<Action<IBusRegistrationConfigurator>> registrations = [];
    private readonly List<Action<IEndpointRouteBuilder>> routes = [];
    private readonly List<Action<IApplicationBuilder>> middleware = [];
    private readonly List<(string Name, Type Type)> storedNames = [];
    private readonly List<Type> optionalSubscribers = [];
    private readonly List<ConsumerReads> consumers = [];
    private readonly List<(Type Machine, Type Instance)> sagas = [];

    /// <summary>The container, for the service's own registrations.</summary>
    public IServiceCollection Services => builder.Services;

    /// <summary>The configuration.</summary>
    public IConfiguration Configuration => builder.Configuration;

    /// <summary>Whether this is the Development environment.</summary>
    public bool IsDevelopment => builder.Environment.IsDevelopment();

    /// <summary>Who sends which message to whom; the platform's, unless a service has neighbours of its own.</summary>
    public Topology Topology { get; set; } = Topology.OfPlatform;

    internal List<Assembly> Migrations { get; } = [];

    /// <summary>A stream: its category, its events with their stored names, and the messages it publishes.</summary>
    /// <param name="category">Prefix of the stream keys.</param>
    /// <param name="news">Stored event → contract messages.</param>
    /// <param name="pinned">Stored name of each event; change one only with a mapping.</param>
    public ServiceSetup Stream<TState, TEvent>(
        string category, IntegrationEventsOf<TState, TEvent> news, params IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        Stream(new StreamCategory<TState, TEvent>(category), news, pinned);

    /// <inheritdoc cref="Stream{TState, TEvent}(string, IntegrationEventsOf{TState, TEvent}, IEnumerable{ValueTuple{string, Type}})" />
    public ServiceSetup Stream<TState, TEvent>(
        string category, Func<TState, TEvent, IEnumerable<object>> news, params IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        Stream(new StreamCategory<TState, TEvent>(category), (_, state, @event) => news(state, @event), pinned);

    /// <summary>A stream about one return in this service: later work on it continues the trace in which it began.</summary>
    /// <inheritdoc cref="Stream{TState, TEvent}(string, IntegrationEventsOf{TState, TEvent}, IEnumerable{ValueTuple{string, Type}})" />
    public ServiceSetup TracedStream<TState, TEvent>(
        string category, Func<TState, TEvent, IEnumerable<object>> news, params IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        Stream(new StreamCategory<TState, TEvent>(category, KeepsTrace: true), (_, state, @event) => news(state, @event), pinned);

    /// <summary>Writes a read model in the transaction of the append; <c>rebuild</c> makes its rows again from the events.</summary>
    public ServiceSetup Projection<TProjection, TState, TEvent>()
        where TProjection : class, IInlineProjection<TState, TEvent>
        where TState : IState<TState, TEvent>
        where TEvent : class
    {
        Services.TryAddScoped<TProjection>();
        Services.AddScoped<IInlineProjection<TState, TEvent>>(services => services.GetRequiredService<TProjection>())
            .AddScoped(services => RegisteredProjection.Of(
                services.GetRequiredService<TProjection>(), services.GetRequiredService<StreamCategory<TState, TEvent>>()));
        return this;
    }

    /// <summary>Runs in the transaction of the append: appends to another stream, publishes, posts a notice.</summary>
    public ServiceSetup Reaction<TReaction, TState, TEvent>()
        where TReaction : class, IReaction<TState, TEvent>
    {
        Services.AddScoped<IReaction<TState, TEvent>, TReaction>();
        return this;
    }

    /// <summary>What a stream schedules with its events; the deadlines are values, and one place publishes them.</summary>
    public ServiceSetup Deadlines<TState, TEvent>(Func<IServiceProvider, DeadlinesOf<TState, TEvent>> of)
    {
        Services.AddSingleton(services => of(services));
        return Reaction<DeadlineScheduler<TState, TEvent>, TState, TEvent>();
    }

    /// <summary>
    /// The policy: its versions, including those added at run time, and the routes that replay the decisions made under them.
    /// </summary>
    public ServiceSetup Policy()
    {
        Services.AddSingleton(PolicyBook.Load()).AddSingleton<PolicyDays>().AddScoped<PolicyReplay>().AddSingleton<ReplayBounds>()
            .AddHostedService<PolicyFolderWatcher>();
        routes.Add(app => app.MapPolicy());
        return this;
    }

    /// <summary>A consumer of messages from other services of the platform.</summary>
    public ServiceSetup Consumer<TConsumer>() where TConsumer : class, IConsumer =>
        Add<TConsumer>(isFeed: false, together: false);

    /// <summary>A consumer of feed messages from other systems: plain JSON or MassTransit's envelope, untrusted until validated.</summary>
    public ServiceSetup FeedConsumer<TConsumer>() where TConsumer : class, IConsumer =>
        Add<TConsumer>(isFeed: true, together: false);

    /// <summary>
    /// A consumer whose messages are taken several in one transaction, by <typeparamref name="TTaker"/>; without an inbox.
    /// </summary>
    public ServiceSetup Consumer<TConsumer, TMessage, TTaker>()
        where TConsumer : class, IConsumer
        where TTaker : class, ITakeTogether<TMessage>
    {
        Services.AddScoped<ITakeTogether<TMessage>, TTaker>();
        return Add<TConsumer>(isFeed: false, together: true);
    }

    /// <summary>A state machine.</summary>
    /// <param name="longest">How long an instance may stay in a state before it counts as stuck.</param>
    /// <param name="nudge">Makes the message that makes an instance repeat its request, from the instance, the operator and the
    /// reason.</param>
    public ServiceSetup Saga<TMachine, TInstance>(
        IReadOnlyDictionary<string, TimeSpan> longest, Func<TInstance, string, string, object> nudge)
        where TMachine : class, SagaStateMachine<TInstance>
        where TInstance : class, SagaStateMachineInstance
    {
        Services.AddSingleton(new SagaExpectations(
            typeof(TInstance).Name, longest, (data, by, reason) => nudge(JsonSerializer.Deserialize<TInstance>(data)!, by, reason)));
        sagas.Add((typeof(TMachine), typeof(TInstance)));
        registrations.Add(bus => bus.AddTransactionalSaga<TMachine, TInstance>());
        return this;
    }

    /// <summary>Tells again what the streams have told, when it is asked to.</summary>
    public ServiceSetup Past(PastAnswer answer)
    {
        Services.AddSingleton(answer);
        return Consumer<TellPastConsumer>();
    }

    /// <summary>SQL that a restored database needs before the service starts.</summary>
    public ServiceSetup AfterRestore(string sql)
    {
        Services.AddSingleton(new AfterRestore(sql));
        return this;
    }

    /// <summary>A message that may have no subscriber.</summary>
    public ServiceSetup OptionalSubscribers<TMessage>()
    {
        optionalSubscribers.Add(typeof(TMessage));
        return this;
    }

    /// <summary>SQL files of this assembly under <c>Migrations/</c>.</summary>
    public ServiceSetup MigrationsOf<T>()
    {
        Migrations.Add(typeof(T).Assembly);
        return this;
    }

    /// <summary>The service's own meters, exported with those of the platform.</summary>
    public ServiceSetup Meter(string name)
    {
        Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(name));
        return this;
    }

    /// <summary>HTTP routes; each must name the roles it allows.</summary>
    public ServiceSetup Routes(Action<IEndpointRouteBuilder> map)
    {
        routes.Add(map);
        return this;
    }

    /// <summary>Middleware of the service, after a caller is known and may do what it asks for.</summary>
    public ServiceSetup Middleware(Action<IApplicationBuilder> use)
    {
        middleware.Add(use);
        return this;
    }

    private ServiceSetup Add<TConsumer>(bool isFeed, bool together) where TConsumer : class, IConsumer
    {
        consumers.Add(new(typeof(TConsumer), isFeed, together));
        registrations.Add(bus => bus.AddConsumer<TConsumer>());
        return this;
    }

    private ServiceSetup Stream<TState, TEvent>(
        StreamCategory<TState, TEvent> category, IntegrationEventsOf<TState, TEvent> news, IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class
    {
        storedNames.AddRange(pinned);
        Services.AddSingleton(category).AddSingleton(news).AddScoped<Streams<TState, TEvent>>().AddScoped<AfterAppend<TState, TEvent>>()
            .AddScoped<IReaction<TState, TEvent>, IntegrationEventPublisher<TState, TEvent>>()
            .AddSingleton(ToldStreams.Of(category, news));
        return this;
    }

    internal void Register(MessagingOptions options)
    {
        Services.AddSingleton(new EventNames(storedNames));
        // Each queue's share of the database pool, after the part reserved for HTTP and the dispatcher; the heartbeat has a queue as well.
        var share = (RmaService.DatabasePool - RmaService.PoolForOthers) / (registrations.Count + 1);
        options = options with { ConcurrentMessageLimit = Math.Clamp(share, 1, options.ConcurrentMessageLimit) };
        Services.AddMessaging(options, optionalSubscribers, consumers, sagas, bus => registrations.ForEach(register => register(bus)));
    }

    internal void Use(IApplicationBuilder app) => middleware.ForEach(use => use(app));

    internal void MapRoutes(IEndpointRouteBuilder app)
    {
        if (consumers.Any(consumer => consumer.IsFeed)) app.MapFeedRejections();
        routes.ForEach(map => map(app));
    }
}
