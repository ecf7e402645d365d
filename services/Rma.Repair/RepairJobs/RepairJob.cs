using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

/// <summary>A unit on the bench.</summary>
public abstract record RepairJob : IState<RepairJob, RepairJobEvent>
{
    private protected RepairJob() { }

    /// <summary>Not requested yet.</summary>
    public sealed record NotOpened : RepairJob;

    /// <summary>
    /// At the bench; <paramref name="DriveIsClear"/> once no customer data is left on a drive (true at once when there is none).
    /// </summary>
    public abstract record OnTheBench(RepairJobOpened Job, bool DriveIsClear) : RepairJob
    {
        /// <summary>The number of quotes made: a new diagnosis continues the count.</summary>
        public int Quotes { get; init; }
    }

    /// <summary>Opened; includes units that wait for a diagnosis.</summary>
    public sealed record Open(RepairJobOpened Job, bool DriveIsClear) : OnTheBench(Job, DriveIsClear);

    /// <summary>Diagnosed, with the policy's decision.</summary>
    public abstract record Diagnosed(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict) : OnTheBench(Job, DriveIsClear);

    /// <summary>A fact is missing, or a second approver.</summary>
    public sealed record Referred(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict) : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>To be repaired free of charge.</summary>
    public sealed record Covered(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict) : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>Not covered: waits for a quote.</summary>
    public sealed record ToBeQuoted(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict) : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>Waits for the requester's answer.</summary>
    public sealed record Quoted(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict, RepairQuoted Quote)
        : Diagnosed(Job, DriveIsClear, Verdict)
    {
        /// <summary>The last reminder; null before.</summary>
        public QuoteReminded? Reminder { get; init; }
    }

    /// <summary>To be repaired for the approved quote.</summary>
    public sealed record Approved(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict, RepairQuoted Quote)
        : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>The quote was declined: to be sent back.</summary>
    public sealed record Declined(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict, RepairQuoted Quote)
        : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>The work is done; the drive may still have to be cleared.</summary>
    public sealed record Repaired(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict, UnitRepaired Work, RepairQuoted? Quote)
        : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>Works again: to be sent back.</summary>
    public sealed record Completed(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict, UnitRepaired Work, RepairQuoted? Quote)
        : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>Covered and not repairable: a refurbished unit is sent instead.</summary>
    public sealed record ToBeSwapped(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict) : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>No fault, or neither covered nor repairable: to be sent back as it is.</summary>
    public sealed record ToBeSentBack(RepairJobOpened Job, bool DriveIsClear, RepairDecided Verdict)
        : Diagnosed(Job, DriveIsClear, Verdict);

    /// <summary>The job is finished.</summary>
    public sealed record Done(RepairJobOpened Job, RepairJobEvent End) : RepairJob;

    /// <summary>The unit and the purpose of the job; null before the request.</summary>
    public RepairJobOpened? Unit => (this as OnTheBench)?.Job ?? (this as Done)?.Job;

    /// <summary>The quote that waits for an answer or was answered; null when there is none.</summary>
    public RepairQuoted? StandingQuote => this switch
    {
        Quoted { Quote: var quote } => quote,
        Approved { Quote: var quote } => quote,
        Declined { Quote: var quote } => quote,
        Repaired { Quote: var quote } => quote,
        Completed { Quote: var quote } => quote,
        _ => null,
    };

    /// <inheritdoc />
    public static RepairJob Initial { get; } = new NotOpened();

    /// <inheritdoc />
    public static RepairJob Evolve(RepairJob state, RepairJobEvent @event) => (state, @event) switch
    {
        (NotOpened, RepairJobOpened opened) => new Open(opened, !opened.HasDrive),
        (OnTheBench unit, DriveCheckedAndReformatted or DriveFoundAbsent) => unit with { DriveIsClear = true },
        (OnTheBench unit, CoverageSettled settled) => unit with { Job = unit.Job with { Coverage = settled.Coverage } },
        (OnTheBench unit, RepairDecided verdict) => After(unit, verdict) with { Quotes = unit.Quotes },
        (Diagnosed unit, RepairQuoted quote) =>
            new Quoted(unit.Job, unit.DriveIsClear, unit.Verdict, quote) { Quotes = quote.QuoteVersion },
        (Quoted unit, QuoteReminded reminder) => unit with { Reminder = reminder },
        (Quoted unit, QuoteApproved) => new Approved(unit.Job, unit.DriveIsClear, unit.Verdict, unit.Quote) { Quotes = unit.Quotes },
        (Quoted unit, QuoteDeclined) => new Declined(unit.Job, unit.DriveIsClear, unit.Verdict, unit.Quote) { Quotes = unit.Quotes },
        (Diagnosed unit, UnitRepaired work) =>
            new Repaired(unit.Job, unit.DriveIsClear, unit.Verdict, work, (unit as Approved)?.Quote) { Quotes = unit.Quotes },
        (Repaired unit, RepairCompleted) =>
            new Completed(unit.Job, unit.DriveIsClear, unit.Verdict, unit.Work, unit.Quote) { Quotes = unit.Quotes },
        (OnTheBench unit, UnitTested or UnitReleasedToStock or UnitReturnedUnrepaired or UnitShippedBack or UnitSwapped or StockReplaced) =>
            new Done(unit.Job, @event),
        _ => state, // also RepairWarrantyGranted, which follows its ship-back
    };

    private static Diagnosed After(OnTheBench unit, RepairDecided verdict) => verdict.Answer switch
    {
        RepairAnswer.Covered => new Covered(unit.Job, unit.DriveIsClear, verdict),
        RepairAnswer.Quote => new ToBeQuoted(unit.Job, unit.DriveIsClear, verdict),
        RepairAnswer.Swap => new ToBeSwapped(unit.Job, unit.DriveIsClear, verdict),
        RepairAnswer.NothingToRepair or RepairAnswer.NotRepairable => new ToBeSentBack(unit.Job, unit.DriveIsClear, verdict),
        _ => new Referred(unit.Job, unit.DriveIsClear, verdict),
    };
}
