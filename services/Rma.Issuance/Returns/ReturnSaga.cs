using MassTransit;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;

namespace Rma.Issuance.Returns;

/// <summary>
/// Drives one returned line from its authorization to its end. Every state says what it does with every message: it moves, or it notes that
/// nothing was to be done. What is not listed here does not exist.
/// </summary>
public sealed class ReturnSaga : MassTransitStateMachine<ReturnState>
{
    public ReturnSaga()
    {
        InstanceState(saga => saga.CurrentState);
        CorrelateByReturn();

        Initially(
            When(Authorized, line => line.Message.IsLicense).Remember().AskForCredit().MoveTo(AwaitingCredit),
            When(Authorized, line => !line.Message.IsLicense).Remember().TellTheDock().SetDeadline().MoveTo(AwaitingArrival),
            When(Withdrawn).Note("cancelled before its authorization was heard of").MoveTo(Cancelled));

        During(AwaitingArrival,
            When(Received, unit => unit.Saga.Condition is null).Arrive().MoveTo(AwaitingInspection),
            When(Received, unit => unit.Saga.Condition is not null).Arrive().AskForCredit().MoveTo(AwaitingCredit),
            When(Inspected).Inspect().Note("inspected before its arrival was heard of; the arrival will follow"),
            When(DeadlineReached, deadline => deadline.IsPast() && deadline.Saga.Condition is null).Expire().MoveTo(Expired),
            When(DeadlineReached, deadline => deadline.IsPast() && deadline.Saga.Condition is not null).Note("inspected already, so it has arrived"),
            When(DeadlineReached, deadline => !deadline.IsPast()).SetDeadline().Note("the last good day is not over"),
            When(Withdrawn).CallOffTheDock().End("cancelled").MoveTo(Cancelled),
            When(Authorized).Note(Repeat));

        During(AwaitingInspection,
            When(Inspected).Inspect().AskForCredit().MoveTo(AwaitingCredit),
            When(Received).Note(Repeat),
            When(DeadlineReached).Note("it arrived in time"),
            When(Withdrawn).Note("it had arrived when the number was cancelled; the return goes on"),
            When(Authorized).Note(Repeat));

        During(AwaitingCredit, WithAnalyst,
            When(Credited, credit => credit.Saga.HasDrive).TakeTheCredit().SendToBench("release-to-stock").MoveTo(OnBench),
            When(Credited, credit => !credit.Saga.HasDrive).TakeTheCredit().End("credited").MoveTo(Closed),
            When(Denied, credit => credit.Saga.IsLicense).End("denied").MoveTo(Closed),
            When(Denied, credit => !credit.Saga.IsLicense).SendToBench("return-unrepaired").MoveTo(OnBench),
            When(Inspected).Note("the credit is already being decided on the first inspection"),
            When(Received).Note(Repeat),
            When(DeadlineReached).Note("it arrived in time"),
            When(Withdrawn).Note("it had arrived when the number was cancelled; the return goes on"),
            When(Authorized).Note(Repeat));

        // An invoice that comes or changes while money is being decided on: ask again. Credit answers once, whatever it was asked.
        During(AwaitingCredit, WithAnalyst, When(Restated).AskForCredit().Note("the purchase was restated"));
        During(AwaitingArrival, AwaitingInspection, Expired, Cancelled, When(Restated).Note("the purchase was restated; credit will be asked with it"));
        During(OnBench, Closed, When(Restated).Note(TooLate));

        During(AwaitingCredit, When(Referred).MoveTo(WithAnalyst));
        During(WithAnalyst, When(Referred).Note(Repeat));

        During(OnBench,
            When(ReleasedToStock).End("credited").MoveTo(Closed),
            When(ReturnedUnrepaired).End("returned-unrepaired").MoveTo(Closed),
            When(Credited).Note(Repeat), When(Denied).Note(Repeat), When(Referred).Note(TooLate), When(Inspected).Note(TooLate),
            When(Received).Note(Repeat), When(DeadlineReached).Note("it arrived in time"), When(Withdrawn).Note(TooLate), When(Authorized).Note(Repeat));

        // A scan made in time can be heard of after the deadline: the date of the scan counts, and the dock has judged it.
        During(Expired, Cancelled,
            When(Received, unit => unit.Saga.Condition is null).Revive().Arrive().MoveTo(AwaitingInspection),
            When(Received, unit => unit.Saga.Condition is not null).Revive().Arrive().AskForCredit().MoveTo(AwaitingCredit),
            When(Inspected).Inspect().Note("inspected before its arrival was heard of; the arrival will follow"),
            When(DeadlineReached).Note(Repeat), When(Withdrawn).Note(Repeat),
            When(Authorized, line => line.Saga.IsRemembered).Note(Repeat),
            When(Authorized, line => !line.Saga.IsRemembered).Remember().End("cancelled").Note("its cancellation was heard of first"));

        During(Closed,
            When(Received).Note(TooLate), When(Inspected).Note(TooLate), When(Credited).Note(Repeat), When(Denied).Note(Repeat), When(Referred).Note(TooLate),
            When(ReleasedToStock).Note(Repeat), When(ReturnedUnrepaired).Note(Repeat), When(DeadlineReached).Note(TooLate), When(Withdrawn).Note(TooLate),
            When(Authorized).Note(Repeat));
    }

    public State AwaitingArrival { get; private set; } = null!;
    public State AwaitingInspection { get; private set; } = null!;
    public State AwaitingCredit { get; private set; } = null!;
    public State WithAnalyst { get; private set; } = null!;
    public State OnBench { get; private set; } = null!;
    public State Expired { get; private set; } = null!;
    public State Cancelled { get; private set; } = null!;
    public State Closed { get; private set; } = null!;

    public Event<ReturnAuthorized> Authorized { get; private set; } = null!;
    public Event<ReturnWithdrawn> Withdrawn { get; private set; } = null!;
    public Event<ReturnDeadlineReached> DeadlineReached { get; private set; } = null!;
    public Event<UnitReceived> Received { get; private set; } = null!;
    public Event<InspectionCompleted> Inspected { get; private set; } = null!;
    public Event<PurchaseRestated> Restated { get; private set; } = null!;
    public Event<CreditIssued> Credited { get; private set; } = null!;
    public Event<CreditDenied> Denied { get; private set; } = null!;
    public Event<CreditReferred> Referred { get; private set; } = null!;
    public Event<UnitReleasedToStock> ReleasedToStock { get; private set; } = null!;
    public Event<UnitReturnedUnrepaired> ReturnedUnrepaired { get; private set; } = null!;

    private const string Repeat = "a repeat";
    private const string TooLate = "too late to matter";

    private void CorrelateByReturn()
    {
        Event(() => Authorized, message => message.CorrelateById(context => context.Message.ReturnId));
        Event(() => Withdrawn, message => message.CorrelateById(context => context.Message.ReturnId));
        Event(() => DeadlineReached, message => Known(message, context => context.Message.ReturnId));
        Event(() => Received, message => Known(message, context => context.Message.ReturnId));
        Event(() => Inspected, message => Known(message, context => context.Message.ReturnId));
        Event(() => Restated, message => Known(message, context => context.Message.ReturnId));
        Event(() => Credited, message => Known(message, context => context.Message.ReturnId));
        Event(() => Denied, message => Known(message, context => context.Message.ReturnId));
        Event(() => Referred, message => Known(message, context => context.Message.ReturnId));
        Event(() => ReleasedToStock, message => Known(message, context => context.Message.ReturnId));
        Event(() => ReturnedUnrepaired, message => Known(message, context => context.Message.ReturnId));
    }

    // Others speak of a return only after they were told of it, so one that is not known never was. Our own two messages, authorization and
    // withdrawal, come in any order.
    private static void Known<T>(IEventCorrelationConfigurator<ReturnState, T> message, Func<ConsumeContext<T>, Guid> returnId) where T : class
    {
        message.CorrelateById(returnId);
        message.OnMissingInstance(missing => missing.ExecuteAsync(context => throw new Messaging.QuarantineException(
            "return.unknown", $"There is no return {returnId(context)}.")));
    }
}
