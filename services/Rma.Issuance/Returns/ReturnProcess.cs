using Rma.Contracts.Credit.V1;
using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair;
using Rma.Contracts.Repair.V1;
using static Rma.Contracts.Issuance.ReturnStates;

namespace Rma.Issuance.Returns;

/// <summary>
/// One returned line from its authorization to its end, whatever its remedy: what it does with every message in every state. Repeats, late
/// and early messages change nothing and are noted in its history. Pure: nothing is read, written or sent here.
/// </summary>
internal static class ReturnProcess
{
    private const string Repeat = "a repeat";
    private const string TooLate = "too late to matter";
    private const string InTime = "it arrived in time";
    private const string BenchAsked = "retried; the bench was asked again";

    /// <summary>What the return does about a message.</summary>
    /// <returns>Null: the message answers a request that was never made, so an operator has to look at it.</returns>
    public static ReturnStep? Next(ReturnState line, object message, ReturnSurroundings around)
    {
        var step = ReturnStep.Of(line, around);
        return message switch
        {
            ReturnAuthorized given => Authorized(step, given),
            ReturnWithdrawn withdrawn => Withdrawn(step, withdrawn),
            _ when step.From == Initial => null,
            ReturnDeadlineApproaching => DeadlineApproaching(step),
            ReturnDeadlineReached => DeadlineReached(step),
            UnitReceived unit => Received(step, unit),
            InspectionCompleted inspected => Inspected(step, inspected),
            PurchaseRestated => Restated(step),
            ReplacementOrdered => Ordered(step),
            UnitTested test => Tested(step, test),
            CreditFactsRequested => FactsRequested(step),
            CreditReferred => Referred(step),
            CreditIssued credit => Credited(step, credit),
            CreditDenied denied => Denied(step, denied),
            RepairQuoted quote => Quoted(step, quote),
            QuoteReminded reminder => Reminded(step, reminder),
            QuoteApproved approved => Answered(step, approved.QuoteVersion, isApproved: true),
            QuoteDeclined declined => Answered(step, declined.QuoteVersion, isApproved: false),
            RepairCompleted => Repaired(step),
            UnitShippedBack left => Left(step, [InRepair, AwaitingQuoteAnswer], () => step.RecordShipment(left)),
            // Nothing is sent instead of an item that came back for a credit.
            UnitReplaced when step is { From: OnBench, Before.IsCreditReturn: true } => null,
            UnitReplaced given => Left(step, [InRepair, AwaitingQuoteAnswer, OnBench], () => step.RecordReplacement(given)),
            UnitReturnedUnrepaired left => ReturnedUnrepaired(step, left),
            UnitReleasedToStock => ReleasedToStock(step),
            RepairWarrantyGranted granted => step.RecordExtension(granted).Note("its warranty was extended"),
            ChargeRaised charge => ChargeDecided(step, () => step.RecordCharge(charge)),
            NoChargeDue => ChargeDecided(step, () => step),
            ChargeReferred => ChargeOpen(step),
            LoanerSent loaner => LoanerOut(step, loaner.LoanerSerialNumber),
            LoanerReturned => LoanerBack(step),
            ReturnNudged => Retried(step),
            _ => null,
        };
    }

    private static ReturnStep Authorized(ReturnStep step, ReturnAuthorized given) => step.From switch
    {
        Initial when given.IsLicense => step.Remember(given).RequestCredit().MoveTo(AwaitingCredit),
        Initial => step.Remember(given).RequestReceipt().ScheduleDeadlines().MoveTo(AwaitingArrival),
        Cancelled when !step.Before.IsRemembered =>
            step.Remember(given).End(Outcomes.Cancelled).Note("its cancellation was heard of first"),
        _ => step.Note(Repeat),
    };

    private static ReturnStep Withdrawn(ReturnStep step, ReturnWithdrawn withdrawn) => step.From switch
    {
        Initial => step.Note("cancelled before its authorization was heard of").MoveTo(Cancelled),
        AwaitingArrival => step.CancelReceipt(withdrawn).End(Outcomes.Cancelled).MoveTo(Cancelled),
        Expired or Cancelled => step.Note(Repeat),
        OnBench or AwaitingCharge or AwaitingLoaner or Closed => step.Note(TooLate),
        _ => step.Note("it had arrived when the number was cancelled; the return goes on"),
    };

    private static ReturnStep DeadlineApproaching(ReturnStep step) => step.From switch
    {
        AwaitingArrival => step.Notify(Notices.Notice.AboutToExpire).Note("its number is about to expire"),
        Expired or Cancelled => step.Note(TooLate),
        _ => step.Note(InTime),
    };

    // A defective unit that never arrives earns nothing (P4, A-37).
    private static ReturnStep DeadlineReached(ReturnStep step) => step.From switch
    {
        AwaitingArrival when !step.IsPastItsLastDay => step.ScheduleDeadlines().Note("the last good day is not over"),
        AwaitingArrival when step.Before.Condition is not null => step.Note("inspected already, so it has arrived"),
        AwaitingArrival when step.Before.LoanerSerial is null => step.TellOfExpiry().End(Outcomes.Expired).MoveTo(Expired),
        AwaitingArrival => step.TellOfExpiry().Hold(Outcomes.Expired).MoveTo(AwaitingLoaner),
        AwaitingCredit or WithAnalyst when step.IsPastItsLastDay && step.Before.IsAdvanceReplacement =>
            step.RequestCredit().Note("its number has expired: an order would come too late"),
        Expired or Cancelled or AwaitingLoaner => step.Note(Repeat),
        Closed => step.Note(TooLate),
        _ => step.Note(InTime),
    };

    // The date of the scan counts, and the dock has judged it: a scan made in time may be heard of after the deadline.
    private static ReturnStep? Received(ReturnStep step, UnitReceived unit) => step.From switch
    {
        AwaitingArrival => NextOfRemedy(step.RecordArrival(unit)),
        Expired or Cancelled when step.Before.IsRemembered => NextOfRemedy(step.Reopen().RecordArrival(unit)),
        Expired or Cancelled => null,
        AwaitingLoaner when HasNotArrived(step) => NextOfRemedy(step.Reopen().RecordArrival(unit)),
        _ => step.Note(Repeat),
    };

    private static ReturnStep? Inspected(ReturnStep step, InspectionCompleted inspected) => step.From switch
    {
        AwaitingInspection => NextOfRemedy(step.RecordInspection(inspected)),
        AwaitingArrival or Expired or Cancelled => InspectedFirst(step, inspected),
        AwaitingLoaner when HasNotArrived(step) => InspectedFirst(step, inspected),
        _ => step.Note("the first inspection counts"),
    };

    private static ReturnStep InspectedFirst(ReturnStep step, InspectionCompleted inspected) =>
        step.RecordInspection(inspected).Note("inspected before its arrival was heard of; the arrival will follow");

    // It expired while its loaner was out.
    private static bool HasNotArrived(ReturnStep step) => step.Before.PendingOutcome == Outcomes.Expired;

    // Once it is here and inspected, what the remedy asks for comes next: the credit, the test or the repair.
    private static ReturnStep? NextOfRemedy(ReturnStep step) => step.After switch
    {
        { Condition: null } => step.MoveTo(AwaitingInspection),
        { IsCreditReturn: true } => step.RequestCredit().MoveTo(AwaitingCredit),
        { IsTestedFirst: true } => step.OpenRepairJob(Purposes.Test).MoveTo(AwaitingTest),
        { IsRepair: true } => step.OpenRepairJob(Purposes.Repair).MoveTo(InRepair),
        _ => null,
    };

    private static ReturnStep Restated(ReturnStep step) => step.From switch
    {
        AwaitingCredit or WithAnalyst => step.RequestCredit().Note("the purchase was restated"),
        AwaitingCharge => step.RequestCharge().Note("the purchase was restated"),
        OnBench or AwaitingLoaner or Closed => step.Note(TooLate),
        _ => step.Note("the purchase was restated; credit will be asked with it"),
    };

    private static ReturnStep Ordered(ReturnStep step) => step.From switch
    {
        AwaitingCredit or WithAnalyst => step.RequestCredit().Note("the replacement was ordered"),
        AwaitingArrival or AwaitingInspection or AwaitingTest =>
            step.Note("the replacement was ordered; credit will be asked with it"),
        _ => step.Note(TooLate),
    };

    // An exchange is replaced to stock or sent back, never credited (T9, T10).
    private static ReturnStep? Tested(ReturnStep step, UnitTested test) => step.From switch
    {
        AwaitingTest when step.Before.IsAdvanceReplacement => step.RecordTest(test).RequestCredit().MoveTo(AwaitingCredit),
        AwaitingTest when step.ReplacementOf(test).Outcome == Policy.Outcome.Yes =>
            step.RecordTest(test).DecideReplacement(test).OpenRepairJob(Purposes.ReplaceStock).MoveTo(OnBench),
        AwaitingTest => step.RecordTest(test).DecideReplacement(test).OpenRepairJob(Purposes.ReturnUnrepaired).MoveTo(OnBench),
        AwaitingArrival or AwaitingInspection or Expired or Cancelled => null,
        _ => step.Note(Repeat),
    };

    // What comes or changes while money is being decided on: credit is asked again, and answers once, whatever it was asked.
    private static ReturnStep? FactsRequested(ReturnStep step) => step.From switch
    {
        AwaitingCredit or WithAnalyst => step.RequestCredit(confirmed: true).Note("credit asked for the facts as they are now"),
        _ when WasNeverSentToCredit(step) => null,
        _ => step.Note(TooLate),
    };

    private static ReturnStep? Referred(ReturnStep step) => step.From switch
    {
        AwaitingCredit => step.MoveTo(WithAnalyst),
        WithAnalyst => step.Note(Repeat),
        _ when WasNeverSentToCredit(step) => null,
        _ => step.Note(TooLate),
    };

    private static bool WasNeverSentToCredit(ReturnStep step) =>
        step.From is AwaitingArrival or AwaitingInspection or AwaitingTest or Expired or Cancelled;

    private static ReturnStep? Credited(ReturnStep step, CreditIssued credit) => step.From switch
    {
        AwaitingCredit or WithAnalyst when step.Before.HasDrive =>
            step.RecordCredit(credit).OpenRepairJob(Purposes.ReleaseToStock).MoveTo(OnBench),
        AwaitingCredit or WithAnalyst => step.RecordCredit(credit).EndOnceTheLoanerIsBack(Outcomes.Credited),
        OnBench or AwaitingLoaner or Closed => step.Note(Repeat),
        _ => null,
    };

    private static ReturnStep? Denied(ReturnStep step, CreditDenied denied) => step.From switch
    {
        AwaitingCredit or WithAnalyst when denied.Code == Policy.CreditPolicy.NothingDue => NothingDue(step),
        AwaitingCredit or WithAnalyst when step.Before.IsLicense => step.End(Outcomes.Denied).MoveTo(Closed),
        // V7: no credit, so it is repaired and sent back, by its own warranty status (A-40); without a fault nothing is to be repaired.
        AwaitingCredit or WithAnalyst when step.Before is { IsAdvanceReplacement: true, FaultFound: true } =>
            step.ReleaseOrder().OpenRepairJob(Purposes.Repair).MoveTo(InRepair),
        AwaitingCredit or WithAnalyst => step.ReleaseOrder().OpenRepairJob(Purposes.ReturnUnrepaired).MoveTo(OnBench),
        _ when WasNeverSentToCredit(step) => null,
        _ => step.Note(Repeat),
    };

    // Nothing was paid for it, so nothing is due: it stays, as a credited one does, and no note is written.
    private static ReturnStep NothingDue(ReturnStep step) => step.Before.HasDrive
        ? step.Hold(Outcomes.NothingDue).OpenRepairJob(Purposes.ReleaseToStock).MoveTo(OnBench)
        : step.EndOnceTheLoanerIsBack(Outcomes.NothingDue);

    private static ReturnStep? Quoted(ReturnStep step, RepairQuoted quote) => step.From switch
    {
        InRepair when quote.QuoteVersion > step.Before.AnsweredQuoteVersion => step.NotifyOfQuote(quote).MoveTo(AwaitingQuoteAnswer),
        InRepair => step.Note("this version was answered before it was heard of"),
        AwaitingQuoteAnswer => step.NotifyOfQuote(quote).Note("quoted anew"),
        _ => LateFor(step),
    };

    private static ReturnStep? Reminded(ReturnStep step, QuoteReminded reminder) => step.From switch
    {
        AwaitingQuoteAnswer => step.NotifyOfReminder(reminder).Note("the quote is still unanswered"),
        InRepair => step.Note(TooLate),
        _ => LateFor(step),
    };

    private static ReturnStep? Answered(ReturnStep step, int version, bool isApproved)
    {
        var answered = isApproved ? step.RecordApproval(version) : step.RecordRefusal(version);
        return step.From switch
        {
            AwaitingQuoteAnswer => answered.MoveTo(InRepair),
            InRepair when version <= step.Before.AnsweredQuoteVersion => step.Note(Repeat),
            InRepair => answered.Note($"{(isApproved ? "approved" : "declined")} before its quote was heard of"),
            _ => LateFor(step),
        };
    }

    private static ReturnStep? Repaired(ReturnStep step) =>
        step.From is InRepair or AwaitingQuoteAnswer ? step.Note("it works again; it has to be shipped") : LateFor(step);

    private static ReturnStep? LateFor(ReturnStep step) => HasLeft(step) ? step.Note(TooLate) : null;

    private static bool HasLeft(ReturnStep step) => step.From is AwaitingCharge or AwaitingLoaner or Closed;

    // It left, so credit decides by the clauses whether something is due.
    private static ReturnStep? Left(ReturnStep step, string[] from, Func<ReturnStep> recorded) =>
        from.Contains(step.From) ? recorded().RequestCharge().MoveTo(AwaitingCharge)
        : HasLeft(step) ? step.Note(Repeat) : null;

    private static ReturnStep? ReturnedUnrepaired(ReturnStep step, UnitReturnedUnrepaired left) => step.From switch
    {
        OnBench when step.Before.IsCreditReturn => step.EndOnceTheLoanerIsBack(Outcomes.ReturnedUnrepaired),
        _ => Left(step, [InRepair, AwaitingQuoteAnswer, OnBench], () => step.RecordShipment(left)),
    };

    private static ReturnStep? ReleasedToStock(ReturnStep step) => step.From switch
    {
        OnBench => step.EndOnceTheLoanerIsBack(step.Before.PendingOutcome ?? Outcomes.Credited),
        AwaitingLoaner or Closed => step.Note(Repeat),
        _ => null,
    };

    private static ReturnStep? ChargeDecided(ReturnStep step, Func<ReturnStep> recorded) => step.From switch
    {
        AwaitingCharge => recorded().EndOnceTheLoanerIsBack(step.HeldOutcome),
        AwaitingLoaner or Closed => step.Note(Repeat),
        _ => null,
    };

    private static ReturnStep? ChargeOpen(ReturnStep step) => step.From switch
    {
        AwaitingCharge => step.Note("the charge waits for a fact or an analyst"),
        AwaitingLoaner or Closed => step.Note(TooLate),
        _ => null,
    };

    private static ReturnStep LoanerOut(ReturnStep step, string loaner) => step.From switch
    {
        Closed => step.RecordLoaner(loaner).Hold(step.Before.Outcome).MoveTo(AwaitingLoaner),
        Expired or Cancelled => step.RecordLoaner(loaner).Note("a loaner left as its number ended; it has to come back"),
        _ => step.RecordLoaner(loaner).Note("a loaner is out"),
    };

    private static ReturnStep LoanerBack(ReturnStep step) => step.From switch
    {
        // Expired, so a scan made in time may still be heard of.
        AwaitingLoaner when HasNotArrived(step) => step.RecordLoaner(null).End(Outcomes.Expired).MoveTo(Expired),
        AwaitingLoaner => step.RecordLoaner(null).EndOnceTheLoanerIsBack(step.HeldOutcome),
        Closed => step.Note(Repeat),
        _ => step.RecordLoaner(null).Note("the loaner is back"),
    };

    // An operator's retry: the last request once more. Whoever was asked before answers once, and a job is opened once.
    private static ReturnStep Retried(ReturnStep step) => step.From switch
    {
        AwaitingArrival => step.RequestReceipt().Note("retried; the dock was asked again"),
        AwaitingTest => step.OpenRepairJob(Purposes.Test).Note(BenchAsked),
        InRepair => step.OpenRepairJob(Purposes.Repair).Note(BenchAsked),
        OnBench when step.Before.BenchPurpose is { } purpose => step.OpenRepairJob(purpose).Note(BenchAsked),
        AwaitingCredit or WithAnalyst => step.RequestCredit().Note("retried; credit was asked again"),
        AwaitingCharge => step.RequestCharge().Note("retried; the charge was asked for again"),
        Expired or Cancelled or Closed => step.Note(TooLate),
        _ => step.Note("retried; what it waits for cannot be asked for"),
    };
}
