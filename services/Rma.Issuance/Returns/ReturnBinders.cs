using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.EventSourcing;
using Rma.Issuance.Notices;

namespace Rma.Issuance.Returns;

/// <summary>Lets the transition table read as sentences.</summary>
internal static class ReturnBinders
{
    public static EventActivityBinder<ReturnState, ReturnAuthorized> Remember(
        this EventActivityBinder<ReturnState, ReturnAuthorized> when) => when.Then(step =>
    {
        var (line, saga) = (step.Message, step.Saga);
        (saga.RmaId, saga.RmaNumber, saga.Line, saga.AccountId, saga.Remedy) =
            (line.RmaId, line.RmaNumber, line.Line, line.AccountId, line.Remedy);
        (saga.SerialNumber, saga.Sku, saga.IsLicense, saga.HasDrive, saga.Accessories) =
            (line.SerialNumber, line.Sku, line.IsLicense, line.HasDrive, line.Accessories);
        (saga.IssuedAt, saga.ValidThrough, saga.Coverage, saga.Grade) = (line.IssuedAt, line.ValidThrough, line.Coverage, line.Grade);
        (saga.ReasonCode, saga.Defect, saga.MeantSku) = (line.ReasonCode, line.Defect, line.NamedSku);
    });

    public static EventActivityBinder<ReturnState, InspectionCompleted> Inspect(
        this EventActivityBinder<ReturnState, InspectionCompleted> when) =>
        when.Then(step => (step.Saga.Condition, step.Saga.InspectedBy) = (step.Message.Condition, step.Message.InspectedBy));

    public static EventActivityBinder<ReturnState, UnitReceived> Arrive(this EventActivityBinder<ReturnState, UnitReceived> when) =>
        when.ThenAsync(step => step.Of<LifeSteps>().Arrive(step)).Then(step => step.Tell(Notice.Received));

    public static EventActivityBinder<ReturnState, UnitTested> Test(this EventActivityBinder<ReturnState, UnitTested> when) =>
        when.Then(step => (step.Saga.FaultFound, step.Saga.BenchExclusions) = (step.Message.FaultFound, step.Message.Exclusions));

    public static EventActivityBinder<ReturnState, UnitTested> DecideReplacement(this EventActivityBinder<ReturnState, UnitTested> when) =>
        when.ThenAsync(step => step.Of<ReturnSteps>().DecideReplacement(step));

    public static EventActivityBinder<ReturnState, CreditIssued> TakeTheCredit(this EventActivityBinder<ReturnState, CreditIssued> when) =>
        when.ThenAsync(step => step.Of<MoneySteps>().TakeTheCredit(step)).Then(step => step.Tell(Notice.CreditIssued(step.Message)));

    public static EventActivityBinder<ReturnState, ReturnWithdrawn> CallOffTheDock(
        this EventActivityBinder<ReturnState, ReturnWithdrawn> when) =>
        when.ThenAsync(ReturnSteps.CallOffTheDock);

    public static EventActivityBinder<ReturnState, RepairQuoted> TellOfQuote(this EventActivityBinder<ReturnState, RepairQuoted> when) =>
        when.Then(step =>
            step.Tell(Notice.QuoteWaiting(
            step.Message.QuoteVersion, step.Message.Amount, step.Message.Currency, step.Of<PublicAddress>().LinkTo(step.Message.Link))));

    public static EventActivityBinder<ReturnState, QuoteReminded> TellOfReminder(
        this EventActivityBinder<ReturnState, QuoteReminded> when) =>
        when.Then(step => step.Tell(Notice.QuoteReminder(step.Message, step.Of<PublicAddress>().LinkTo(step.Message.Link))));

    public static EventActivityBinder<ReturnState, QuoteApproved> Approve(this EventActivityBinder<ReturnState, QuoteApproved> when) =>
        when.Then(step => step.Saga.AnsweredQuoteVersion = step.Message.QuoteVersion);

    public static EventActivityBinder<ReturnState, QuoteDeclined> Decline(this EventActivityBinder<ReturnState, QuoteDeclined> when) =>
        when.Then(step => (step.Saga.AnsweredQuoteVersion, step.Saga.QuoteDeclined) = (step.Message.QuoteVersion, true));

    public static EventActivityBinder<ReturnState, UnitShippedBack> Leave(this EventActivityBinder<ReturnState, UnitShippedBack> when) =>
        when.ThenAsync(step => step.Of<LifeSteps>().Leave(step))
            .Then(step => step.Tell(Notice.ShippedBack(step.Message.Carrier, step.Message.TrackingNumber)));

    public static EventActivityBinder<ReturnState, UnitReturnedUnrepaired> Leave(
        this EventActivityBinder<ReturnState, UnitReturnedUnrepaired> when) =>
        when.ThenAsync(LifeSteps.Leave).Then(step => step.Tell(Notice.ShippedBack(step.Message.Carrier, step.Message.TrackingNumber)));

    public static EventActivityBinder<ReturnState, UnitReplaced> TakeTheReplacement(
        this EventActivityBinder<ReturnState, UnitReplaced> when) =>
        when.ThenAsync(step => step.Of<LifeSteps>().TakeTheReplacement(step))
            .Then(step => step.Tell(Notice.ShippedBack(step.Message.Carrier, step.Message.TrackingNumber)));

    public static EventActivityBinder<ReturnState, RepairWarrantyGranted> TakeTheExtension(
        this EventActivityBinder<ReturnState, RepairWarrantyGranted> when) =>
        when.ThenAsync(step => step.Of<LifeSteps>().TakeTheExtension(step));

    public static EventActivityBinder<ReturnState, ChargeRaised> TakeTheCharge(this EventActivityBinder<ReturnState, ChargeRaised> when) =>
        when.ThenAsync(step => step.Of<MoneySteps>().TakeTheCharge(step)).Then(step => step.Tell(Notice.ChargeRaised(step.Message)));

    public static EventActivityBinder<ReturnState, LoanerSent> Lend(this EventActivityBinder<ReturnState, LoanerSent> when) =>
        when.Then(step => step.Saga.LoanerSerial = step.Message.LoanerSerialNumber);

    public static EventActivityBinder<ReturnState, LoanerReturned> TakeTheLoanerBack(
        this EventActivityBinder<ReturnState, LoanerReturned> when) =>
        when.Then(step => step.Saga.LoanerSerial = null);

    public static EventActivityBinder<ReturnState, ReturnDeadlineApproaching> TellOfExpiry(
        this EventActivityBinder<ReturnState, ReturnDeadlineApproaching> when) =>
        when.Then(step => step.Tell(Notice.AboutToExpire));

    public static EventActivityBinder<ReturnState, T> TellTheDock<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => ReturnSteps.TellTheDock(step));

    public static EventActivityBinder<ReturnState, T> SetDeadlines<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().SetDeadlines(step));

    public static EventActivityBinder<ReturnState, T> AskForCredit<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Of<MoneySteps>().AskForCredit(step));

    /// <summary>Credit asked back right before deciding: with the facts as they are now, to be decided on.</summary>
    public static EventActivityBinder<ReturnState, CreditFactsRequested> ConfirmForCredit(
        this EventActivityBinder<ReturnState, CreditFactsRequested> when) =>
        when.ThenAsync(step => step.Of<MoneySteps>().AskForCredit(step, confirmed: true));

    /// <summary>It ends without a credit: what it had of an order is free for another unit.</summary>
    public static EventActivityBinder<ReturnState, CreditDenied> ReleaseOrder(this EventActivityBinder<ReturnState, CreditDenied> when) =>
        when.ThenAsync(step => step.Of<Orders.ReplacementOrders>().Release(step.Saga, step.CancellationToken));

    public static EventActivityBinder<ReturnState, T> AskForCharge<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Of<MoneySteps>().AskForCharge(step));

    public static EventActivityBinder<ReturnState, T> SendToBench<T>(this EventActivityBinder<ReturnState, T> when, string purpose)
        where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().SendToBench(step, purpose));

    /// <summary>For what it was sent there for last.</summary>
    public static EventActivityBinder<ReturnState, T> SendToBenchAgain<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Saga.BenchPurpose is { } purpose ? step.Of<ReturnSteps>().SendToBench(step, purpose)
            : Task.CompletedTask);

    public static EventActivityBinder<ReturnState, T> Expire<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().Expire(step));

    public static EventActivityBinder<ReturnState, T> End<T>(this EventActivityBinder<ReturnState, T> when, string outcome)
        where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().End(step, outcome));

    /// <summary>Ends it as it was found to end when it left.</summary>
    public static EventActivityBinder<ReturnState, T> EndAsHeld<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().End(step, step.Saga.PendingOutcome ?? step.Saga.Outcome ?? "closed"));

    /// <summary>How it ends is known, but a loaner is out: null keeps what was known.</summary>
    public static EventActivityBinder<ReturnState, T> Hold<T>(this EventActivityBinder<ReturnState, T> when, string? outcome)
        where T : class =>
        when.Then(step => (step.Saga.PendingOutcome, step.Saga.Outcome) = (outcome ?? step.Saga.Outcome, null));

    public static EventActivityBinder<ReturnState, T> Revive<T>(this EventActivityBinder<ReturnState, T> when) where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().Revive(step));

    public static EventActivityBinder<ReturnState, T> Note<T>(this EventActivityBinder<ReturnState, T> when, string note) where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().Note(step, note));

    /// <summary>To the next state, with the move in the return's own stream.</summary>
    public static EventActivityBinder<ReturnState, T> MoveTo<T>(this EventActivityBinder<ReturnState, T> when, State next)
        where T : class =>
        when.ThenAsync(step => step.Of<ReturnSteps>().Move(step, step.Saga.CurrentState, next.Name)).TransitionTo(next);

    /// <summary>Whether no credit is due because nothing was paid, rather than because a clause denies it.</summary>
    public static bool IsNothingDue(this BehaviorContext<ReturnState, CreditDenied> step) =>
        step.Message.Code == Policy.CreditPolicy.NothingDue;

    /// <summary>Expiry is a date, not a message: is the last good day over?</summary>
    public static bool IsPast(this BehaviorContext<ReturnState> step) => step.Of<ReturnSteps>().ValidityIsOver(step.Saga);

    /// <summary>Whether a tested exchange earns a replacement to stock (T9, T10).</summary>
    public static bool EarnsReplacement(this BehaviorContext<ReturnState, UnitTested> step) =>
        step.Of<ReturnSteps>().Replacement(step.Saga, step.Message).Outcome == Policy.Outcome.Yes;

    private static void Tell(this BehaviorContext<ReturnState> step, Notice notice) => step.Of<NoticeBoard>().Post(notice.About(step.Saga));

    private static TSteps Of<TSteps>(this BehaviorContext<ReturnState> step) where TSteps : notnull
    {
        var services = step.GetPayload<IServiceProvider>();
        services.GetRequiredService<Provenance>().CorrelationId = step.Saga.RmaId.ToString("D");
        return services.GetRequiredService<TSteps>();
    }
}
