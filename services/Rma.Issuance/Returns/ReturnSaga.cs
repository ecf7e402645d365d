using MassTransit;
using Rma.Contracts.Repair.V1;

namespace Rma.Issuance.Returns;

/// <summary>
/// Drives one returned line from its authorization to its end, whatever its remedy. Every state says what it does with every message: it
/// moves, or it notes that nothing was to be done (see <c>ReturnSaga.Messages.cs</c>). An answer to a question that was never asked is
/// quarantined.
/// </summary>
public sealed partial class ReturnSaga : MassTransitStateMachine<ReturnState>
{
    public ReturnSaga()
    {
        Hear();
        Initially(
            When(Authorized, line => line.Message.IsLicense).Remember().AskForCredit().MoveTo(AwaitingCredit),
            When(Authorized, line => !line.Message.IsLicense).Remember().TellTheDock().SetDeadlines().MoveTo(AwaitingArrival),
            When(Withdrawn).Note("cancelled before its authorization was heard of").MoveTo(Cancelled));

        ArrivalAndInspection();
        Credit();
        Exchange();
        Repair();
        ChargeAndEnd();
        OutOfTime();
        AskedAgain();
        NothingToBeDone();
    }

    private void ArrivalAndInspection()
    {
        During(AwaitingArrival,
            When(Received, unit => unit.Saga.Condition is null).Arrive().MoveTo(AwaitingInspection),
            When(Inspected).Inspect().Note("inspected before its arrival was heard of; the arrival will follow"),
            When(DeadlineApproaching).TellOfExpiry().Note("its number is about to expire"),
            When(DeadlineReached, deadline => deadline.IsPast() && deadline.Saga is { Condition: null, LoanerSerial: null }).Expire()
                .End("expired").MoveTo(Expired),
            When(DeadlineReached, deadline => deadline.IsPast() && deadline.Saga is { Condition: null, LoanerSerial: not null }).Expire()
                .Hold("expired").MoveTo(AwaitingLoaner),
            When(DeadlineReached, deadline => deadline.IsPast() && deadline.Saga.Condition is not null)
                .Note("inspected already, so it has arrived"),
            When(DeadlineReached, deadline => !deadline.IsPast()).SetDeadlines().Note("the last good day is not over"),
            When(Withdrawn).CallOffTheDock().End("cancelled").MoveTo(Cancelled));
        OnItsWay(AwaitingArrival, Received, unit => unit.Saga.Condition is not null, unit => unit.Arrive());
        OnItsWay(AwaitingInspection, Inspected, _ => true, unit => unit.Inspect());
    }

    // Inspected, so what the remedy asks for comes next: the credit, the test, or the repair.
    private void OnItsWay<T>(State from, Event<T> heard, Func<BehaviorContext<ReturnState, T>, bool> when,
        Func<EventActivityBinder<ReturnState, T>, EventActivityBinder<ReturnState, T>> first) where T : class => During(from,
        first(When(heard, unit => when(unit) && unit.Saga.IsCreditReturn)).AskForCredit().MoveTo(AwaitingCredit),
        first(When(heard, unit => when(unit) && unit.Saga.IsTestedFirst)).SendToBench("test").MoveTo(AwaitingTest),
        first(When(heard, unit => when(unit) && unit.Saga.IsRepair)).SendToBench("repair").MoveTo(InRepair));

    private void Credit()
    {
        foreach (var deciding in new[] { AwaitingCredit, WithAnalyst })
        {
            During(deciding,
                When(Credited, credit => credit.Saga.HasDrive).TakeTheCredit().SendToBench("release-to-stock").MoveTo(OnBench),
                When(Credited, credit => credit.Saga is { HasDrive: false, LoanerSerial: null }).TakeTheCredit().End("credited")
                    .MoveTo(Closed),
                When(Credited, credit => credit.Saga is { HasDrive: false, LoanerSerial: not null }).TakeTheCredit().Hold("credited")
                    .MoveTo(AwaitingLoaner),
                // Nothing was paid for it, so nothing is due: it stays, as a credited one does, and no note is written.
                When(Denied, credit => credit.IsNothingDue() && credit.Saga.HasDrive).Hold("nothing-due").SendToBench("release-to-stock")
                    .MoveTo(OnBench),
                When(Denied, credit => credit.IsNothingDue() && credit.Saga is { HasDrive: false, LoanerSerial: null }).End("nothing-due")
                    .MoveTo(Closed),
                When(Denied, credit => credit.IsNothingDue() && credit.Saga is { HasDrive: false, LoanerSerial: not null })
                    .Hold("nothing-due").MoveTo(AwaitingLoaner),
                When(Denied, credit => !credit.IsNothingDue() && credit.Saga.IsLicense).End("denied").MoveTo(Closed),
                // V7: no credit, so it is repaired and sent back, by its own warranty status; without a fault there is nothing to
                // repair.
                When(Denied, credit => !credit.IsNothingDue() && credit.Saga is { IsAdvanceReplacement: true, FaultFound: true })
                    .ReleaseOrder().SendToBench("repair").MoveTo(InRepair),
                When(Denied, credit => !credit.IsNothingDue()
                    && credit.Saga is { IsLicense: false } and not { IsAdvanceReplacement: true, FaultFound: true }).ReleaseOrder()
                    .SendToBench("return-unrepaired").MoveTo(OnBench),
                // What comes or changes while money is being decided on: ask again. Credit answers once, whatever it was asked.
                When(FactsRequested).ConfirmForCredit().Note("credit asked for the facts as they are now"),
                When(Restated).AskForCredit().Note("the purchase was restated"),
                When(Ordered).AskForCredit().Note("the replacement was ordered"),
                When(DeadlineReached, deadline => deadline.IsPast() && deadline.Saga.IsAdvanceReplacement).AskForCredit()
                    .Note("its number has expired: an order would come too late"),
                When(DeadlineReached, deadline => !deadline.IsPast() || !deadline.Saga.IsAdvanceReplacement).Note("it arrived in time"));
        }

        During(AwaitingCredit, When(Referred).MoveTo(WithAnalyst));
        During(OnBench,
            When(ReleasedToStock, unit => unit.Saga is { LoanerSerial: null, PendingOutcome: null }).End("credited").MoveTo(Closed),
            When(ReleasedToStock, unit => unit.Saga is { LoanerSerial: null, PendingOutcome: not null }).EndAsHeld().MoveTo(Closed),
            When(ReleasedToStock, unit => unit.Saga is { LoanerSerial: not null, PendingOutcome: null }).Hold("credited")
                .MoveTo(AwaitingLoaner),
            When(ReleasedToStock, unit => unit.Saga is { LoanerSerial: not null, PendingOutcome: not null }).MoveTo(AwaitingLoaner),
            When(ReturnedUnrepaired, unit => unit.Saga.IsCreditReturn).End("returned-unrepaired").MoveTo(Closed));
    }

    private void Exchange()
    {
        During(AwaitingTest,
            When(Tested, unit => unit.Saga.IsAdvanceReplacement).Test().AskForCredit().MoveTo(AwaitingCredit),
            When(Tested, unit => !unit.Saga.IsAdvanceReplacement && unit.EarnsReplacement()).Test().DecideReplacement()
                .SendToBench("replace-stock").MoveTo(OnBench),
            When(Tested, unit => !unit.Saga.IsAdvanceReplacement && !unit.EarnsReplacement()).Test().DecideReplacement()
                .SendToBench("return-unrepaired").MoveTo(OnBench));
        During(OnBench,
            When(Replaced).TakeTheReplacement().AskForCharge().MoveTo(AwaitingCharge),
            When(ReturnedUnrepaired, unit => !unit.Saga.IsCreditReturn).Leave().AskForCharge().MoveTo(AwaitingCharge));
    }

    private void Repair()
    {
        During(InRepair, When(Quoted, quote => quote.Message.QuoteVersion > quote.Saga.AnsweredQuoteVersion).TellOfQuote()
            .MoveTo(AwaitingQuoteAnswer));
        During(AwaitingQuoteAnswer,
            When(Quoted).TellOfQuote().Note("quoted anew"),
            When(Reminded).TellOfReminder().Note("the quote is still unanswered"),
            When(Approved).Approve().MoveTo(InRepair),
            When(Declined).Decline().MoveTo(InRepair));
        During(InRepair,
            When(Approved).Approve().Note("approved before its quote was heard of"),
            When(Declined).Decline().Note("declined before its quote was heard of"));
        foreach (var repairing in new[] { InRepair, AwaitingQuoteAnswer })
        {
            During(repairing,
                When(Repaired).Note("it works again; it has to be shipped"),
                When(ShippedBack).Leave().AskForCharge().MoveTo(AwaitingCharge),
                When(Replaced).TakeTheReplacement().AskForCharge().MoveTo(AwaitingCharge),
                When(ReturnedUnrepaired).Leave().AskForCharge().MoveTo(AwaitingCharge));
        }
    }

    private void ChargeAndEnd()
    {
        During(AwaitingCharge,
            When(Charged, charge => charge.Saga.LoanerSerial is null).TakeTheCharge().EndAsHeld().MoveTo(Closed),
            When(Charged, charge => charge.Saga.LoanerSerial is not null).TakeTheCharge().MoveTo(AwaitingLoaner),
            When(NothingDue, charge => charge.Saga.LoanerSerial is null).EndAsHeld().MoveTo(Closed),
            When(NothingDue, charge => charge.Saga.LoanerSerial is not null).MoveTo(AwaitingLoaner),
            When(ChargeOpen).Note("the charge waits for a fact or an analyst"),
            When(Restated).AskForCharge().Note("the purchase was restated"));
        During(AwaitingLoaner, When(LoanerBack).TakeTheLoanerBack().EndAsHeld().MoveTo(Closed));
        During(Closed, When(LoanerOut).Lend().Hold(null).MoveTo(AwaitingLoaner));
        foreach (var open in Open)
        {
            During(open, When(LoanerOut).Lend().Note("a loaner is out"));
            if (open != AwaitingLoaner) During(open, When(LoanerBack).TakeTheLoanerBack().Note("the loaner is back"));
        }

        foreach (var state in Every) During(state, When(Extended).TakeTheExtension().Note("its warranty was extended"));
    }

    // A scan made in time can be heard of after the deadline: the date of the scan counts, and the dock has judged it.
    private void OutOfTime()
    {
        foreach (var over in new[] { Expired, Cancelled })
        {
            During(over,
                When(Received, unit => unit.Saga.Condition is null).Revive().Arrive().MoveTo(AwaitingInspection),
                When(Inspected).Inspect().Note("inspected before its arrival was heard of; the arrival will follow"),
                When(LoanerOut).Lend().Note("a loaner left as its number ended; it has to come back"),
                When(LoanerBack).TakeTheLoanerBack().Note("the loaner is back"),
                When(Authorized, line => line.Saga.IsRemembered).Note(Repeat),
                When(Authorized, line => !line.Saga.IsRemembered).Remember().End("cancelled").Note("its cancellation was heard of first"));
            OnItsWay(over, Received, unit => unit.Saga.Condition is not null, unit => unit.Revive().Arrive());
        }

        During(AwaitingLoaner,
            When(Received, unit => unit.Saga is { PendingOutcome: "expired" }).Revive().Arrive().MoveTo(AwaitingInspection),
            When(Received, unit => unit.Saga is not { PendingOutcome: "expired" }).Note(Repeat));
    }

    // An operator's nudge: the last question once more. Whoever was asked before answers a question once, and a job is opened once.
    private void AskedAgain()
    {
        During(AwaitingArrival, When(Nudged).TellTheDock().Note("nudged; the dock was asked again"));
        During(AwaitingTest, When(Nudged).SendToBench("test").Note("nudged; the bench was asked again"));
        During(InRepair, When(Nudged).SendToBench("repair").Note("nudged; the bench was asked again"));
        During(OnBench, When(Nudged).SendToBenchAgain().Note("nudged; the bench was asked again"));
        foreach (var deciding in new[] { AwaitingCredit, WithAnalyst })
            During(deciding, When(Nudged).AskForCredit().Note("nudged; credit was asked again"));
        During(AwaitingCharge, When(Nudged).AskForCharge().Note("nudged; the charge was asked for again"));
    }
}
