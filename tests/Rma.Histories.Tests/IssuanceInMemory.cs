using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Rma.EventSourcing;
using Rma.Issuance.Notices;
using Rma.Issuance.Orders;
using Rma.Issuance.Products;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Issuance.Units;
using Rma.Messaging;
using Rma.Policy;
using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Histories.Tests;

/// <summary>
/// Issuance in memory: its real streams, its real process of a return and the real performer of its effects, over an event store in memory.
/// Every piece of work is kept as a whole or not at all, with the messages that it published.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The transaction never opens a connection, so there is nothing to dispose of.")]
internal sealed class IssuanceInMemory
{
    // Never connected: rows for read models and notices are queued and dropped.
    private static readonly NpgsqlDataSource Nowhere = NpgsqlDataSource.Create("Host=nowhere");

    private readonly AmbientTransaction transaction = new(Nowhere);
    private readonly EventsInMemory store = new();
    private readonly List<Letter> published = [];
    private readonly Recorder recorder;
    private readonly ReturnPerformer performer;
    private readonly PolicyBook policies;
    private readonly House house;

    public IssuanceInMemory(House house)
    {
        this.house = house;
        policies = new PolicyBook([house.Policy]);
        var (clock, provenance) = (house.Clock, new Provenance { Actor = "history" });
        recorder = new Recorder(clock, provenance);
        Units = Of<Unit, UnitEvent>("unit", (_, state, said) => UnitIntegrationEvents.Of(state, said));
        Rmas = Of<ReturnAuthorization, RmaEvent>("rma", (_, state, said) => RmaIntegrationEvents.Of(state, said));
        Returns = Of<Return, ReturnEvent>("return", ReturnIntegrationEvents.Of);
        PurchaseOrders = Of<PurchaseOrder, PurchaseOrderEvent>(
            "purchase-order", (_, state, said) => PurchaseOrderIntegrationEvents.Of(state, said));
        Orders = new ReplacementOrders(PurchaseOrders, Rmas, Of<Product, ProductEvent>("product", (_, _, _) => []), policies, clock);
        performer = new ReturnPerformer(
            new(Returns, Units, Rmas), new(Units, Rmas, Orders, clock), Orders, new NoticeBoard(transaction, clock), provenance, clock);
    }

    public Streams<Unit, UnitEvent> Units { get; }

    public Streams<ReturnAuthorization, RmaEvent> Rmas { get; }

    public Streams<Return, ReturnEvent> Returns { get; }

    public Streams<PurchaseOrder, PurchaseOrderEvent> PurchaseOrders { get; }

    public ReplacementOrders Orders { get; }

    /// <summary>The state of a stream.</summary>
    public static TState Now<TState, TEvent>(Streams<TState, TEvent> streams, string id)
        where TState : IState<TState, TEvent> where TEvent : class => streams.Get(id, default).GetAwaiter().GetResult();

    /// <summary>Does a piece of work; what fails leaves nothing behind.</summary>
    public void Work(Func<Task> work)
    {
        try
        {
            work().GetAwaiter().GetResult();
            foreach (var @event in store.Commit()) house.Note(@event);
            foreach (var letter in published) house.Bus.Publish(letter.Message, letter.Id, letter.At);
        }
        catch
        {
            store.Rollback();
            transaction.Rollback().AsTask().GetAwaiter().GetResult();
            throw;
        }
        finally
        {
            published.Clear();
        }
    }

    /// <summary>A return hears a message.</summary>
    /// <returns>The return afterwards; null when there is none and the message begins none.</returns>
    /// <exception cref="DeadLetterException">The message answers a request that was never made.</exception>
    public ReturnState? Hear(ReturnState? line, Guid returnId, Letter letter)
    {
        if (line is null && letter.Message is V1.PurchaseRestated or V1.ReplacementOrdered) return null;
        var around = new ReturnSurroundings(policies, new PublicAddress(new Uri("https://returns.example.com")), house.Now);
        var step = ReturnProcess.Next(line ?? new ReturnState { CorrelationId = returnId }, letter.Message, around)
            ?? throw new DeadLetterException("message.not-expected", $"{letter.Message.GetType().Name} in {line?.CurrentState}");
        Work(() => performer.Perform(step, new(letter.Message.GetType().Name, letter.Id, Publish, default)));
        return step.After;
    }

    private Task Publish(object message, Guid? messageId, DateTimeOffset? at, Guid rmaId)
    {
        var id = messageId ?? NameBasedId.Of($"{rmaId}/{house.Log.Count}/{published.Count}");
        published.Add(new(message, id, at ?? house.Now));
        return Task.CompletedTask;
    }

    private Streams<TState, TEvent> Of<TState, TEvent>(string category, IntegrationEventsOf<TState, TEvent> publishes)
        where TState : IState<TState, TEvent> where TEvent : class =>
        new(transaction, store, new StreamCategory<TState, TEvent>(category), recorder,
            new AfterAppend<TState, TEvent>(transaction, [], [new Publishing<TState, TEvent>(this, publishes)]));

    private sealed class Publishing<TState, TEvent>(IssuanceInMemory issuance, IntegrationEventsOf<TState, TEvent> publishes)
        : IReaction<TState, TEvent>
    {
        public Task On(Appended<TState, TEvent> appended, CancellationToken cancellationToken)
        {
            foreach (var step in appended.Steps)
                foreach (var (index, message) in publishes(appended.Id, step.State, step.Event).Index())
                    issuance.published.Add(new(
                        message, NameBasedId.Of($"{appended.StreamKey}/{step.Version}/{index}"), issuance.house.Now));
            return Task.CompletedTask;
        }
    }
}
