using System.Reflection;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using Rma.EventSourcing;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.ServiceDefaults;

/// <summary>What one service consists of, declared in its <c>…Service.cs</c>.</summary>
public sealed class ServiceSetup(WebApplicationBuilder builder)
{
    private readonly List<Action<IBusRegistrationConfigurator>> registrations = [];
    private readonly List<Action<IEndpointRouteBuilder>> routes = [];
    private readonly List<(string Name, Type Type)> storedNames = [];
    private readonly List<Type> optionalSubscribers = [];
    private readonly List<(Type Consumer, bool IsFeed)> consumers = [];
    private readonly List<(Type Machine, Type Instance)> sagas = [];

    /// <summary>The container, for what the service has of its own.</summary>
    public IServiceCollection Services => builder.Services;

    /// <summary>The configuration.</summary>
    public IConfiguration Configuration => builder.Configuration;

    /// <summary>Whether this is a developer's platform.</summary>
    public bool IsDevelopment => builder.Environment.IsDevelopment();

    internal List<Assembly> Migrations { get; } = [];

    /// <summary>A stream: its category, its events with their stored names, and what it says.</summary>
    /// <param name="category">Prefix of the stream keys.</param>
    /// <param name="news">Stored event → contract messages.</param>
    /// <param name="pinned">Stored name of each event; change one only with a mapping.</param>
    public ServiceSetup Stream<TState, TEvent>(
        string category, IntegrationEventsOf<TState, TEvent> news, params IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        Stream(new StreamCategory<TState, TEvent>(category), news, pinned);

    /// <summary>A stream about one return in this house: whoever works on it later continues the trace in which it began.</summary>
    /// <inheritdoc cref="Stream{TState, TEvent}(string, IntegrationEventsOf{TState, TEvent}, IEnumerable{ValueTuple{string, Type}})" />
    public ServiceSetup TracedStream<TState, TEvent>(
        string category, IntegrationEventsOf<TState, TEvent> news, params IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class =>
        Stream(new StreamCategory<TState, TEvent>(category, KeepsTrace: true), news, pinned);

    /// <summary>What is done in the same transaction as the events: a read model, a reaction in another stream.</summary>
    public ServiceSetup OnAppended<TReaction, TState, TEvent>()
        where TReaction : class, IOnAppended<TState, TEvent>
    {
        Services.AddScoped<IOnAppended<TState, TEvent>, TReaction>();
        return this;
    }

    /// <summary>The policy: its versions, those added meanwhile included, and the routes to replay what was decided under them.</summary>
    public ServiceSetup Policy()
    {
        Services.AddSingleton(PolicyBook.Load()).AddScoped<PolicyReplay>().AddHostedService<PolicyFolderWatcher>();
        routes.Add(app => app.MapPolicy());
        return this;
    }

    /// <summary>A consumer of messages from within the platform.</summary>
    public ServiceSetup Consumer<TConsumer>() where TConsumer : class, IConsumer => Consumer<TConsumer>(isFeed: false);

    /// <summary>
    /// A consumer of what internal systems publish: plain JSON or MassTransit's envelope, treated as hostile until checked.
    /// </summary>
    public ServiceSetup FeedConsumer<TConsumer>() where TConsumer : class, IConsumer => Consumer<TConsumer>(isFeed: true);

    /// <summary>A state machine.</summary>
    /// <param name="longest">How long an instance may stay in a state before somebody has to look.</param>
    /// <param name="nudge">Of an instance, the operator and the reason: what lets it ask its question once more.</param>
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

    /// <summary>A message that may have no listener.</summary>
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

    /// <summary>Metrics of the service's own, sent with those of the platform.</summary>
    public ServiceSetup Meter(string name)
    {
        Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(name));
        return this;
    }

    /// <summary>HTTP routes; each must say whom it allows.</summary>
    public ServiceSetup Routes(Action<IEndpointRouteBuilder> map)
    {
        routes.Add(map);
        return this;
    }

    private ServiceSetup Consumer<TConsumer>(bool isFeed) where TConsumer : class, IConsumer
    {
        consumers.Add((typeof(TConsumer), isFeed));
        registrations.Add(bus => bus.AddConsumer<TConsumer>());
        return this;
    }

    private ServiceSetup Stream<TState, TEvent>(
        StreamCategory<TState, TEvent> category, IntegrationEventsOf<TState, TEvent> news, IEnumerable<(string Name, Type Type)> pinned)
        where TState : IState<TState, TEvent>
        where TEvent : class
    {
        storedNames.AddRange(pinned);
        Services.AddSingleton(category).AddSingleton(news).AddScoped<Streams<TState, TEvent>>()
            .AddScoped<IOnAppended<TState, TEvent>, IntegrationEventPublisher<TState, TEvent>>();
        return this;
    }

    internal void Register(MessagingOptions options)
    {
        Services.AddSingleton(new EventNames(storedNames));
        // Each queue's share of the database pool, what HTTP and the dispatcher need set aside; the heartbeat has a queue as well.
        var share = (RmaService.DatabasePool - RmaService.PoolForOthers) / (registrations.Count + 1);
        options = options with { ConcurrentMessageLimit = Math.Clamp(share, 1, options.ConcurrentMessageLimit) };
        Services.AddMessaging(options, optionalSubscribers, consumers, sagas, bus => registrations.ForEach(register => register(bus)));
    }

    internal void MapRoutes(IEndpointRouteBuilder app) => routes.ForEach(map => map(app));
}
