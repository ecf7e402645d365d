using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Issuance.Returns;

// The states of a return, the messages it hears, how they find it, and what it does with the ones that come when nothing is to be done:
// repeats, late ones and early ones are noted in its history.
public sealed partial class ReturnSaga
{
    private void Hear()
    {
        InstanceState(saga => saga.CurrentState);
        Event(() => Authorized, message => message.CorrelateById(context => context.Message.ReturnId));
        Event(() => Withdrawn, message => message.CorrelateById(context => context.Message.ReturnId));
        Event(() => DeadlineApproaching, message => Known(message, context => context.Message.ReturnId));
        Event(() => DeadlineReached, message => Known(message, context => context.Message.ReturnId));
        Event(() => Received, message => Known(message, context => context.Message.ReturnId));
        Event(() => Inspected, message => Known(message, context => context.Message.ReturnId));
        Event(() => Restated, message => MayComeFirst(message, context => context.Message.ReturnId));
        Event(() => Ordered, message => MayComeFirst(message, context => context.Message.ReturnId));
        Event(() => Credited, message => Known(message, context => context.Message.ReturnId));
        Event(() => Denied, message => Known(message, context => context.Message.ReturnId));
        Event(() => FactsRequested, message => Known(message, context => context.Message.ReturnId));
        Event(() => Referred, message => Known(message, context => context.Message.ReturnId));
        Event(() => Tested, message => Known(message, context => context.Message.ReturnId));
        Event(() => Quoted, message => Known(message, context => context.Message.ReturnId));
        Event(() => Reminded, message => Known(message, context => context.Message.ReturnId));
        Event(() => Approved, message => Known(message, context => context.Message.ReturnId));
        Event(() => Declined, message => Known(message, context => context.Message.ReturnId));
        Event(() => Repaired, message => Known(message, context => context.Message.ReturnId));
        Event(() => ShippedBack, message => Known(message, context => context.Message.ReturnId));
        Event(() => Replaced, message => Known(message, context => context.Message.ReturnId));
        Event(() => ReleasedToStock, message => Known(message, context => context.Message.ReturnId));
        Event(() => ReturnedUnrepaired, message => Known(message, context => context.Message.ReturnId));
        Event(() => Extended, message => Known(message, context => context.Message.ReturnId));
        Event(() => Charged, message => Known(message, context => context.Message.ReturnId));
        Event(() => NothingDue, message => Known(message, context => context.Message.ReturnId));
        Event(() => ChargeOpen, message => Known(message, context => context.Message.ReturnId));
        Event(() => LoanerOut, message => Known(message, context => context.Message.ReturnId));
        Event(() => LoanerBack, message => Known(message, context => context.Message.ReturnId));
        Event(() => Nudged, message => Known(message, context => context.Message.ReturnId));
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

    internal const string Repeat = "a repeat";
    private const string TooLate = "too late to matter";

    /// <summary>States in which a return is still on its way.</summary>
    internal IReadOnlyList<State> Open =>
        [AwaitingArrival, AwaitingInspection, AwaitingTest, AwaitingCredit, WithAnalyst, InRepair, AwaitingQuoteAnswer, OnBench,
            AwaitingCharge, AwaitingLoaner];

    /// <summary>All states of a return that exists.</summary>
    internal IReadOnlyList<State> Every => [.. Open, Expired, Cancelled, Closed];

    // One line a message: in these states it changes nothing, and this is why. Where a message is not named for a state here or in
    // ReturnSaga, it answers a question that was not asked, and is quarantined.
    private void NothingToBeDone()
    {
        State[] arrived = [AwaitingInspection, AwaitingTest, AwaitingCredit, WithAnalyst, InRepair, AwaitingQuoteAnswer, OnBench,
            AwaitingCharge, Closed];
        State[] inspected = [AwaitingTest, AwaitingCredit, WithAnalyst, InRepair, AwaitingQuoteAnswer, OnBench, AwaitingCharge,
            AwaitingLoaner, Closed];
        Ignore(Authorized, Repeat, [.. Open, Closed]);
        Ignore(Received, Repeat, arrived);
        Ignore(Inspected, "the first inspection counts", inspected);
        Ignore(Withdrawn, "it had arrived when the number was cancelled; the return goes on",
            [AwaitingInspection, AwaitingTest, AwaitingCredit, WithAnalyst, InRepair, AwaitingQuoteAnswer]);
        Ignore(Withdrawn, TooLate, OnBench, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Withdrawn, Repeat, Expired, Cancelled);
        Ignore(DeadlineApproaching, "it arrived in time", [.. arrived, AwaitingLoaner]);
        Ignore(DeadlineApproaching, TooLate, Expired, Cancelled);
        Ignore(DeadlineReached, "it arrived in time", AwaitingInspection, AwaitingTest, InRepair, AwaitingQuoteAnswer, OnBench,
            AwaitingCharge);
        Ignore(DeadlineReached, Repeat, Expired, Cancelled, AwaitingLoaner);
        Ignore(DeadlineReached, TooLate, Closed);
        Ignore(Restated, "the purchase was restated; credit will be asked with it", AwaitingArrival, AwaitingInspection, AwaitingTest,
            InRepair, AwaitingQuoteAnswer, Expired, Cancelled);
        Ignore(Nudged, "nudged; what it waits for cannot be asked for", AwaitingInspection, AwaitingQuoteAnswer, AwaitingLoaner);
        Ignore(Nudged, TooLate, Expired, Cancelled, Closed);
        Ignore(Restated, TooLate, OnBench, AwaitingLoaner, Closed);
        Ignore(Ordered, "the replacement was ordered; credit will be asked with it", AwaitingArrival, AwaitingInspection, AwaitingTest);
        Ignore(Ordered, TooLate, InRepair, AwaitingQuoteAnswer, OnBench, AwaitingCharge, AwaitingLoaner, Expired, Cancelled, Closed);
        Ignore(Credited, Repeat, OnBench, AwaitingLoaner, Closed);
        Ignore(Denied, Repeat, InRepair, AwaitingQuoteAnswer, OnBench, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(FactsRequested, TooLate, InRepair, AwaitingQuoteAnswer, OnBench, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Referred, Repeat, WithAnalyst);
        Ignore(Referred, TooLate, InRepair, AwaitingQuoteAnswer, OnBench, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Tested, Repeat, AwaitingCredit, WithAnalyst, InRepair, AwaitingQuoteAnswer, OnBench, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Quoted, TooLate, AwaitingCharge, AwaitingLoaner, Closed);
        During(InRepair, When(Quoted, quote => quote.Message.QuoteVersion <= quote.Saga.AnsweredQuoteVersion)
            .Note("this version was answered before it was heard of"));
        Ignore(Reminded, TooLate, InRepair, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Approved, TooLate, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Declined, TooLate, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Repaired, TooLate, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(ShippedBack, Repeat, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Replaced, Repeat, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(ReleasedToStock, Repeat, AwaitingLoaner, Closed);
        Ignore(ReturnedUnrepaired, Repeat, AwaitingCharge, AwaitingLoaner, Closed);
        Ignore(Charged, Repeat, AwaitingLoaner, Closed);
        Ignore(NothingDue, Repeat, AwaitingLoaner, Closed);
        Ignore(ChargeOpen, TooLate, AwaitingLoaner, Closed);
        Ignore(LoanerBack, Repeat, Closed);
    }

    private void Ignore<T>(Event<T> message, string why, params State[] states) where T : class
    {
        foreach (var state in states) During(state, When(message).Note(why));
    }

    // Told by ourselves, and perhaps before the authorization gets here. Nothing is lost with it: whoever asks for the credit reads orders
    // and purchases where they are kept.
    private static void MayComeFirst<T>(IEventCorrelationConfigurator<ReturnState, T> message, Func<ConsumeContext<T>, Guid> returnId)
        where T : class
    {
        message.CorrelateById(returnId);
        message.OnMissingInstance(missing => missing.Discard());
    }

    // Others speak of a return only after they were told of it, so one that is not known never was. Our own two messages, authorization and
    // withdrawal, come in any order.
    private static void Known<T>(IEventCorrelationConfigurator<ReturnState, T> message, Func<ConsumeContext<T>, Guid> returnId)
        where T : class
    {
        message.CorrelateById(returnId);
        message.OnMissingInstance(missing => missing.ExecuteAsync(context => throw new Messaging.DeadLetterException(
            "return.unknown", $"There is no return {returnId(context)}.")));
    }
}
