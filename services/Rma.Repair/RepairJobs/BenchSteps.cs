using Rma.Contracts.Repair;
using Rma.Policy;

namespace Rma.Repair.RepairJobs;

/// <summary>The state of a unit at the bench, and the next action.</summary>
internal static class BenchSteps
{
    public static (string State, string? NextAction) Of(RepairJob job) => job switch
    {
        RepairJob.Done { End: var end } => (EndOf(end), null),
        RepairJob.Diagnosed unit => OfRepair(unit),
        RepairJob.OnTheBench { Job.Purpose: Purposes.Test } => (BenchStates.ToBeTested, "Test for the fault it was sent for."),
        RepairJob.OnTheBench { Job.Purpose: Purposes.Repair } => (BenchStates.ToBeDiagnosed, "Diagnose."),
        RepairJob.OnTheBench { DriveIsClear: false } => ClearFirst,
        RepairJob.OnTheBench { Job.Purpose: Purposes.ReleaseToStock } => (BenchStates.Ready, "Release to stock."),
        RepairJob.OnTheBench { Job.Purpose: Purposes.ReplaceStock } =>
            (BenchStates.Ready, "Send a sellable unit to the distributor's stock."),
        _ => (BenchStates.Ready, "Send back to the sender."),
    };

    private static (string, string?) ClearFirst => (BenchStates.DriveToClear, "Check and reformat the drive.");

    private static (string, string?) OfRepair(RepairJob.Diagnosed unit) => unit switch
    {
        RepairJob.Referred { Verdict: { Code: "repair.exclusion-unapproved" } } =>
            (BenchStates.Referred, "Somebody else: approve the exclusion, or diagnose again without it."),
        RepairJob.Referred { Verdict: { Code: "repair.coverage-unknown" } } =>
            (BenchStates.Referred, "The returns desk: find out when the warranty period ends."),
        RepairJob.Referred => (BenchStates.Referred, "Diagnose again, with the grade of the unit."),
        RepairJob.ToBeQuoted => (BenchStates.ToBeQuoted, "Quote labor and parts."),
        RepairJob.Quoted { Reminder.Escalated: true } =>
            (BenchStates.QuoteEscalated, "The returns desk: ask the requester for an answer to the quote."),
        RepairJob.Quoted => (BenchStates.Quoted, "Wait for the requester's answer to the quote."),
        RepairJob.Covered => (BenchStates.ToBeRepaired, "Repair, free of charge."),
        RepairJob.Approved => (BenchStates.ToBeRepaired, "Repair, for the approved quote."),
        { DriveIsClear: false } => ClearFirst,
        RepairJob.Repaired => (BenchStates.ToBeCompleted, "Check that it works, and complete the repair."),
        RepairJob.Completed => (BenchStates.ToBeShippedBack, "Ship back."),
        RepairJob.ToBeSwapped { Verdict.Facts.Grade: var grade } =>
            (BenchStates.ToBeSwapped, $"Send a refurbished unit of grade {grade} or better."),
        RepairJob.ToBeSentBack { Verdict.Answer: RepairAnswer.NothingToRepair } =>
            (BenchStates.ToBeShippedBack, "Ship back: no fault was found."),
        _ => (BenchStates.ToBeSentBack, "Send back unrepaired."),
    };

    private static string EndOf(RepairJobEvent end) => end switch
    {
        UnitReleasedToStock => BenchStates.ReleasedToStock,
        UnitReturnedUnrepaired => BenchStates.ReturnedUnrepaired,
        UnitTested => BenchStates.Tested,
        UnitShippedBack => BenchStates.ShippedBack,
        UnitSwapped => BenchStates.Swapped,
        StockReplaced => BenchStates.StockReplaced,
        _ => BenchStates.Done,
    };
}
