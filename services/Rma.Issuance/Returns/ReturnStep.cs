using Rma.Contracts.Issuance;
using Rma.Contracts.Issuance.V1;
using Rma.Contracts.Receiving.V1;
using Rma.Contracts.Repair.V1;
using Rma.Issuance.Notices;
using Rma.Policy;

namespace Rma.Issuance.Returns;

/// <summary>What a return needs to know beside itself and the message: nothing of it is read from a database.</summary>
internal sealed record ReturnSurroundings(PolicyBook Policies, PublicAddress Address, DateTimeOffset Now);

/// <summary>
/// The answer of a return to one message, put together from named steps: the return as it is afterwards, what is done, and either a move
/// or a note for its history. Nothing happens while it is put together.
/// </summary>
/// <param name="Before">The return as the message found it.</param>
/// <param name="After">The return as it is afterwards.</param>
internal sealed partial record ReturnStep(ReturnState Before, ReturnState After, ReturnSurroundings Around)
{
    /// <summary>What is done, in this order.</summary>
    public ValueList<ReturnEffect> Effects { get; private init; } = [];

    /// <summary>For its history; null when the move says it all.</summary>
    public string? NoteText { get; private init; }

    /// <summary>The state that the message found.</summary>
    public string From => Before.CurrentState is "" ? ReturnStates.Initial : Before.CurrentState;

    /// <summary>Whether the return goes on to another state.</summary>
    public bool Moves => After.CurrentState != Before.CurrentState;

    private PolicyVersion Policy => Around.Policies.InForceAt(After.IssuedAt);

    /// <summary>
    /// The beginning: nothing is changed, nothing is done. It begins with a copy, because the stored instance changes before the effects.
    /// </summary>
    public static ReturnStep Of(ReturnState line, ReturnSurroundings around)
    {
        var before = line with { };
        return new(before, before, around);
    }

    public ReturnStep MoveTo(string state) => this with { After = After with { CurrentState = state, Moves = After.Moves + 1 } };

    public ReturnStep Note(string text) => this with { NoteText = text };

    public ReturnStep Do(ReturnEffect effect) => this with { Effects = [.. Effects, effect] };

    public ReturnStep Publish(object message) => Do(new ReturnEffect.Publish(message));

    public ReturnStep Notify(Notice notice) => Do(new ReturnEffect.Notify(notice.About(After)));

    /// <summary>Takes over the facts of the authorization.</summary>
    public ReturnStep Remember(ReturnAuthorized given) => this with
    {
        After = After with
        {
            RmaId = given.RmaId, RmaNumber = given.RmaNumber, Line = given.Line, AccountId = given.AccountId, Remedy = given.Remedy,
            SerialNumber = given.SerialNumber, Sku = given.Sku, IsLicense = given.IsLicense, HasDrive = given.HasDrive,
            Accessories = given.Accessories, IssuedAt = given.IssuedAt, ValidThrough = given.ValidThrough, Coverage = given.Coverage,
            Grade = given.Grade, ReasonCode = given.ReasonCode, Defect = given.Defect, MeantSku = given.NamedSku,
        },
    };

    public ReturnStep RequestReceipt() => Publish(new ExpectReturn(
        After.CorrelationId, After.RmaId, After.RmaNumber, After.Line, After.AccountId, After.SerialNumber, After.Sku, After.HasDrive,
        After.Accessories, After.IssuedAt, After.ValidThrough, After.ReasonCode, After.Defect));

    public ReturnStep CancelReceipt(ReturnWithdrawn withdrawn) => Publish(new StopExpectingReturn(
        After.CorrelationId, After.RmaId, After.RmaNumber, After.Line, Outcomes.Cancelled, withdrawn.WithdrawnAt));

    /// <summary>
    /// The notice before the expiry, and the day after the last good day plus the grace for scanners that were offline. A ticket
    /// does not expire.
    /// </summary>
    public ReturnStep ScheduleDeadlines()
    {
        if (After.IsByTicket) return this;
        var notice = After.ValidThrough.AddDays(Policy.Settings.ExpiryNoticeDay - Policy.Settings.RmaValidityDays);
        var expiry = new ReturnEffect.Schedule(
            new ReturnDeadlineReached(After.CorrelationId, After.RmaId, After.RmaNumber, After.Line, After.ValidThrough),
            Policy.Calendar.EndOfDay(After.ValidThrough).AddHours(Policy.Settings.LateScanGraceHours));
        return notice <= Policy.Calendar.LocalDate(Around.Now) ? Do(expiry) : Do(new ReturnEffect.Schedule(
            new ReturnDeadlineApproaching(After.CorrelationId, After.RmaId, After.RmaNumber, After.Line, After.ValidThrough),
            Policy.Calendar.EndOfDay(notice.AddDays(-1)))).Do(expiry);
    }

    /// <summary>Expiry is a date, not a message: whether the last good day is over, by the policy's calendar.</summary>
    public bool IsPastItsLastDay => Policy.Calendar.LocalDate(Around.Now) > After.ValidThrough;

    public ReturnStep TellOfExpiry() => Publish(new RmaExpired(
        After.CorrelationId, After.RmaId, After.RmaNumber, After.Line, After.SerialNumber, After.ValidThrough, Around.Now));

    public ReturnStep RecordArrival(UnitReceived unit) =>
        (this with { After = After with { ArrivedAt = unit.ArrivedAt, ParcelId = unit.ParcelId } })
            .Do(new ReturnEffect.RecordArrival(unit)).Notify(Notice.Received);

    public ReturnStep RecordInspection(InspectionCompleted inspected) => this with
    {
        After = After with { Condition = inspected.Condition, InspectedBy = inspected.InspectedBy },
    };

    public ReturnStep RequestCredit(bool confirmed = false) => Do(new ReturnEffect.RequestCredit(confirmed));

    public ReturnStep RequestCharge() => Do(new ReturnEffect.RequestCharge());

    public ReturnStep OpenRepairJob(string purpose) =>
        (this with { After = After with { BenchPurpose = purpose } }).Do(new ReturnEffect.OpenRepairJob(purpose));

    /// <summary>A return without a credit: what was reserved for it of an order is free for other units.</summary>
    public ReturnStep ReleaseOrder() => Do(new ReturnEffect.ReleaseOrder());

    public ReturnStep RecordTest(UnitTested test) => this with
    {
        After = After with { FaultFound = test.FaultFound, BenchExclusions = test.Exclusions },
    };

    /// <summary>Whether a tested exchange earns a replacement to stock (T9, T10).</summary>
    public Decision ReplacementOf(UnitTested test) => OtcPolicy.Replace(Around.Policies.InForceAt(test.TestedAt), FactsOf(test));

    public ReturnStep DecideReplacement(UnitTested test) =>
        Do(new ReturnEffect.Record(new ReplacementDecided(FactsOf(test), ReplacementOf(test), Around.Now)));

    private OtcReplacementFacts FactsOf(UnitTested test) =>
        new(test.TestedAt, test.FaultFound, [.. After.Exclusions().Union(test.Exclusions)]);

    /// <summary>Ends it: the unit is free for another remedy, and everybody is told.</summary>
    public ReturnStep End(string outcome)
    {
        var ended = this with { After = After with { Outcome = outcome, PendingOutcome = null } };
        return ended.Do(new ReturnEffect.CloseRemedy(outcome)).Publish(new ReturnClosed(
            After.CorrelationId, After.RmaId, After.RmaNumber, After.Line, After.AccountId, After.SerialNumber, outcome, Around.Now,
            After.CreditId, After.ChargeId));
    }

    /// <summary>How it ends is known, but something else is still to come.</summary>
    public ReturnStep Hold(string? outcome) => this with { After = After with { PendingOutcome = outcome, Outcome = null } };

    /// <summary>Ends it, or waits for the loaner that is still out.</summary>
    public ReturnStep EndOnceTheLoanerIsBack(string outcome) => After.LoanerSerial is null
        ? End(outcome).MoveTo(ReturnStates.Closed) : Hold(outcome).MoveTo(ReturnStates.AwaitingLoaner);

    /// <summary>The end that was found when it left.</summary>
    public string HeldOutcome => After.PendingOutcome ?? After.Outcome ?? "closed";

    /// <summary>An ended return that goes on after all: its unit is taken back, unless another return has it by now.</summary>
    public ReturnStep Reopen() =>
        (this with { After = After with { Outcome = null, PendingOutcome = null } }).Do(new ReturnEffect.ReopenRemedy());
}
