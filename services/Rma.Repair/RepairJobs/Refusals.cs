using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

/// <summary>Refusals that several slices use.</summary>
internal static class Refusals
{
    public static RefusedException Unknown() => new("repair.not-opened", "There is no such repair job.");

    public static RefusedException QuotedBySamePerson() =>
        new("quote.same-person", "Whoever made a quote does not approve it for the customer.")
    {
        Clauses = [Clauses.O1],
        WouldChange = "The customer's own answer, by the link or as a partner, or one that somebody else takes down.",
    };

    public static RefusedException DriveNotClear() => new("repair.drive-not-cleared", "The drive has to be checked and reformatted first.")
    {
        Clauses = [Clauses.D1, Clauses.D4, Clauses.D5],
        WouldChange = "Record that the drive was checked and reformatted, or that there is none.",
    };

    /// <summary>The job was opened for another purpose.</summary>
    public static RefusedException OtherPurpose(RepairJobOpened job) => job.Purpose switch
    {
        Purposes.ReleaseToStock => new("repair.not-to-be-returned", "This unit was credited and stays here."),
        Purposes.ReturnUnrepaired => new("repair.not-ours-to-stock", "This unit belongs to its sender and goes back."),
        Purposes.Test => new("repair.only-to-be-tested", "This job is a test; what follows from it is another job."),
        Purposes.ReplaceStock => new("repair.only-to-be-replaced", "For this unit a sellable one goes to the distributor."),
        _ => new("repair.to-be-repaired", "This unit is here to be repaired."),
    };

    /// <summary>The work is done or the unit has left: earlier steps cannot be changed.</summary>
    public static RefusedException WorkDone() => new("repair.work-done", "The work on this unit is done.");

    public static RefusedException QuoteDeclined() =>
        new("repair.quote-declined", "The quote was declined: the unit goes back unrepaired.") { Clauses = [Clauses.O3] };

    /// <summary>A required earlier step is missing.</summary>
    public static RefusedException NotYet(RepairJob.OnTheBench unit) => unit switch
    {
        RepairJob.Open => new("repair.not-diagnosed", "This unit has not been diagnosed yet.") { WouldChange = "Record the diagnosis." },
        RepairJob.Referred { Verdict: var verdict } => new(verdict.Code ?? "repair.referred", verdict.Decision.Reason)
        {
            Clauses = verdict.Decision.Clauses, WouldChange = verdict.Decision.WouldChange,
        },
        RepairJob.ToBeQuoted or RepairJob.Quoted =>
            new("repair.not-approved", "This repair is not covered, and its quote has not been approved.")
        {
            Clauses = [Clauses.O1], WouldChange = "The requester's approval of the quote, by its version and amount.",
        },
        RepairJob.Covered or RepairJob.Approved => new("repair.not-repaired", "This unit has not been repaired yet."),
        RepairJob.Repaired => new("repair.not-completed", "The repair has not been completed yet."),
        RepairJob.Declined => QuoteDeclined(),
        RepairJob.ToBeSwapped =>
            new("repair.to-be-swapped", "This unit cannot be repaired and is covered: a refurbished one goes instead.") { Clauses =
            [Clauses.W8] },
        RepairJob.ToBeSentBack { Verdict: var verdict } =>
            new("repair.to-be-sent-back", verdict.Decision.Reason) { Clauses = verdict.Decision.Clauses },
        _ => WorkDone(),
    };

    /// <summary>The job is finished, with its outcome.</summary>
    public static RefusedException Over(RepairJob.Done done) => done.End switch
    {
        UnitReleasedToStock => new("repair.already-in-stock", "This unit has already been released to stock."),
        UnitTested => new("repair.already-tested", "This unit has already been tested."),
        UnitSwapped or StockReplaced => new("repair.already-replaced", "Another unit has already left for this one."),
        _ => new("repair.already-returned", "This unit has already left for its sender."),
    };
}
