using System.Linq.Expressions;
using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Issuance.Notices;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>
/// Finds the return that a message is about, lets <see cref="ReturnProcess"/> answer, and has the answer performed. The names of states
/// and messages are stored in the return's history.
/// </summary>
public sealed class ReturnSaga : MassTransitStateMachine<ReturnState>
{
    public ReturnSaga()
    {
        InstanceState(saga => saga.CurrentState);
        ConfigureStart();
        // Published by ourselves, and perhaps earlier than the authorization gets here. Nothing is lost with them: whoever requests the
        // credit reads orders and purchases where they are kept.
        Configure(() => Restated, message => message.ReturnId, unknown => unknown.Discard());
        Configure(() => Ordered, message => message.ReturnId, unknown => unknown.Discard());
        // Others speak of a return only after they were told of it, so one that is not known never was.
        Configure(() => DeadlineApproaching, message => message.ReturnId);
        Configure(() => DeadlineReached, message => message.ReturnId);
        Configure(() => Received, message => message.ReturnId);
        Configure(() => Inspected, message => message.ReturnId);
        Configure(() => Credited, message => message.ReturnId);
        Configure(() => Denied, message => message.ReturnId);
        Configure(() => FactsRequested, message => message.ReturnId);
        Configure(() => Referred, message => message.ReturnId);
        Configure(() => Tested, message => message.ReturnId);
        Configure(() => Quoted, message => message.ReturnId);
        Configure(() => Reminded, message => message.ReturnId);
        Configure(() => Approved, message => message.ReturnId);
        Configure(() => Declined, message => message.ReturnId);
        Configure(() => Repaired, message => message.ReturnId);
        Configure(() => ShippedBack, message => message.ReturnId);
        Configure(() => Replaced, message => message.ReturnId);
        Configure(() => ReleasedToStock, message => message.ReturnId);
        Configure(() => ReturnedUnrepaired, message => message.ReturnId);
        Configure(() => Extended, message => message.ReturnId);
        Configure(() => Charged, message => message.ReturnId);
        Configure(() => NothingDue, message => message.ReturnId);
        Configure(() => ChargeOpen, message => message.ReturnId);
        Configure(() => LoanerOut, message => message.ReturnId);
        Configure(() => LoanerBack, message => message.ReturnId);
        Configure(() => Nudged, message => message.ReturnId);
    }

    public State AwaitingArrival { get; private set; } = null!;
    public State AwaitingInspection { get; private set; } = null!;
    public State AwaitingTest { get; private set; } = null!;
    public State AwaitingCredit { get; private set; } = null!;
    public State WithAnalyst { get; private set; } = null!;
    public State InRepair { get; private set; } = null!;
    public State AwaitingQuoteAnswer { get; private set; } = null!;
    public State OnBench { get; private set; } = null!;
    public State AwaitingCharge { get; private set; } = null!;
    public State AwaitingLoaner { get; private set; } = null!;
    public State Expired { get; private set; } = null!;
    public State Cancelled { get; private set; } = null!;
    public State Closed { get; private set; } = null!;

    public Event<ReturnAuthorized> Authorized { get; private set; } = null!;
    public Event<ReturnWithdrawn> Withdrawn { get; private set; } = null!;
    public Event<ReturnDeadlineApproaching> DeadlineApproaching { get; private set; } = null!;
    public Event<ReturnDeadlineReached> DeadlineReached { get; private set; } = null!;
    public Event<UnitReceived> Received { get; private set; } = null!;
    public Event<InspectionCompleted> Inspected { get; private set; } = null!;
    public Event<PurchaseRestated> Restated { get; private set; } = null!;
    public Event<ReplacementOrdered> Ordered { get; private set; } = null!;
    public Event<CreditIssued> Credited { get; private set; } = null!;
    public Event<CreditDenied> Denied { get; private set; } = null!;
    public Event<CreditFactsRequested> FactsRequested { get; private set; } = null!;
    public Event<CreditReferred> Referred { get; private set; } = null!;
    public Event<UnitTested> Tested { get; private set; } = null!;
    public Event<RepairQuoted> Quoted { get; private set; } = null!;
    public Event<QuoteReminded> Reminded { get; private set; } = null!;
    public Event<QuoteApproved> Approved { get; private set; } = null!;
    public Event<QuoteDeclined> Declined { get; private set; } = null!;
    public Event<RepairCompleted> Repaired { get; private set; } = null!;
    public Event<UnitShippedBack> ShippedBack { get; private set; } = null!;
    public Event<UnitReplaced> Replaced { get; private set; } = null!;
    public Event<UnitReleasedToStock> ReleasedToStock { get; private set; } = null!;
    public Event<UnitReturnedUnrepaired> ReturnedUnrepaired { get; private set; } = null!;
    public Event<RepairWarrantyGranted> Extended { get; private set; } = null!;
    public Event<ChargeRaised> Charged { get; private set; } = null!;
    public Event<NoChargeDue> NothingDue { get; private set; } = null!;
    public Event<ChargeReferred> ChargeOpen { get; private set; } = null!;
    public Event<LoanerSent> LoanerOut { get; private set; } = null!;
    public Event<LoanerReturned> LoanerBack { get; private set; } = null!;
    public Event<ReturnNudged> Nudged { get; private set; } = null!;

    // Our own two messages, authorization and withdrawal, come in any order: either begins a return.
    private void ConfigureStart()
    {
        Event(() => Authorized, message => message.CorrelateById(context => context.Message.ReturnId));
        Event(() => Withdrawn, message => message.CorrelateById(context => context.Message.ReturnId));
        Initially(When(Authorized).ThenAsync(Answer), When(Withdrawn).ThenAsync(Answer));
        DuringAny(When(Authorized).ThenAsync(Answer), When(Withdrawn).ThenAsync(Answer));
    }

    private void Configure<T>(
        Expression<Func<Event<T>>> name, Func<T, Guid> returnId,
        Func<IMissingInstanceConfigurator<ReturnState, T>, IPipe<ConsumeContext<T>>>? whenUnknown = null) where T : class
    {
        Event(name, message =>
        {
            message.CorrelateById(context => returnId(context.Message));
            message.OnMissingInstance(whenUnknown ?? (unknown => unknown.ExecuteAsync(context => throw new DeadLetterException(
                "return.unknown", $"There is no return {returnId(context.Message)}."))));
        });
        DuringAny(When(name.Compile()()).ThenAsync(Answer));
    }

    private static Task Answer<T>(BehaviorContext<ReturnState, T> context) where T : class
    {
        var services = context.GetPayload<IServiceProvider>();
        var around = new ReturnSurroundings(
            services.GetRequiredService<PolicyBook>(), services.GetRequiredService<PublicAddress>(),
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        var step = ReturnProcess.Next(context.Saga, context.Message, around) ?? throw new DeadLetterException("message.not-expected",
            $"A return in the state {context.Saga.CurrentState} has not asked for this message ({context.Event.Name}).");
        context.Saga.Become(step.After);
        return services.GetRequiredService<ReturnPerformer>().Perform(
            step, new(context.Event.Name, context.MessageId, Publish, context.CancellationToken));

        Task Publish(object message, Guid? messageId, DateTimeOffset? at, Guid rmaId) =>
            context.Publish(message, message.GetType(), publish =>
            {
                if (messageId is { } id) publish.MessageId = id;
                publish.CorrelationId = rmaId;
                if (at is { } time) publish.VisibleAt(time);
            });
    }
}
