using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.EventSourcing;

namespace Rma.Issuance.Returns;

/// <summary>Lets the transition table read as sentences.</summary>
internal static class ReturnBinders
{
    public static EventActivityBinder<ReturnState, ReturnAuthorized> Remember(this EventActivityBinder<ReturnState, ReturnAuthorized> when) => when.Then(step =>
    {
        var (line, saga) = (step.Message, step.Saga);
        (saga.RmaId, saga.RmaNumber, saga.Line, saga.AccountId, saga.Remedy) = (line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.Remedy);
        (saga.SerialNumber, saga.Sku, saga.IsLicense, saga.HasDrive, saga.Accessories) = (line.SerialNumber, line.Sku, line.IsLicense, line.HasDrive, line.Accessories);
        (saga.IssuedAt, saga.ValidThrough) = (line.IssuedAt, line.ValidThrough);
    });

    public static EventActivityBinder<ReturnState, InspectionCompleted> Inspect(this EventActivityBinder<ReturnState, InspectionCompleted> when) =>
        when.Then(step => step.Saga.Condition = step.Message.Condition);

    public static EventActivityBinder<ReturnState, UnitReceived> Arrive(this EventActivityBinder<ReturnState, UnitReceived> when) =>
        when.ThenAsync(step => step.Steps().Arrive(step));

    public static EventActivityBinder<ReturnState, CreditIssued> TakeTheCredit(this EventActivityBinder<ReturnState, CreditIssued> when) =>
        when.ThenAsync(step => step.Steps().TakeTheCredit(step));

    public static EventActivityBinder<ReturnState, ReturnWithdrawn> CallOffTheDock(this EventActivityBinder<ReturnState, ReturnWithdrawn> when) =>
        when.ThenAsync(ReturnSteps.CallOffTheDock);

    public static EventActivityBinder<ReturnState, T> TellTheDock<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => ReturnSteps.TellTheDock(step));

    public static EventActivityBinder<ReturnState, T> SetDeadline<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Steps().SetDeadline(step));

    public static EventActivityBinder<ReturnState, T> AskForCredit<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Steps().AskForCredit(step));

    public static EventActivityBinder<ReturnState, T> SendToBench<T>(this EventActivityBinder<ReturnState, T> when, string purpose) where T : class =>
        when.ThenAsync(step => step.Steps().SendToBench(step, purpose));

    public static EventActivityBinder<ReturnState, T> Expire<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Steps().Expire(step));

    public static EventActivityBinder<ReturnState, T> End<T>(this EventActivityBinder<ReturnState, T> when, string outcome) where T : class =>
        when.ThenAsync(step => step.Steps().End(step, outcome));

    public static EventActivityBinder<ReturnState, T> Revive<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Steps().Revive(step));

    public static EventActivityBinder<ReturnState, T> Note<T>(this EventActivityBinder<ReturnState, T> when, string note) where T : class =>
        when.ThenAsync(step => step.Steps().Note(step, note));

    /// <summary>To the next state, with the move in the return's own stream.</summary>
    public static EventActivityBinder<ReturnState, T> MoveTo<T>(this EventActivityBinder<ReturnState, T> when, State next) where T : class =>
        when.ThenAsync(step => step.Steps().Move(step, step.Saga.CurrentState, next.Name)).TransitionTo(next);

    /// <summary>Expiry is a date, not a message: is the last good day over?</summary>
    public static bool IsPast(this BehaviorContext<ReturnState> step) => step.Steps().ValidityIsOver(step.Saga);

    private static ReturnSteps Steps(this BehaviorContext<ReturnState> step)
    {
        var services = step.GetPayload<IServiceProvider>();
        services.GetRequiredService<Provenance>().CorrelationId = step.Saga.RmaId.ToString("D");
        return services.GetRequiredService<ReturnSteps>();
    }
}
