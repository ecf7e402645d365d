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
        RepairJob.OnTheBench { Job.Purpose: Purposes.Test } => ("to-be-tested", "Test for the fault it was sent for."),
        RepairJob.OnTheBench { Job.Purpose: Purposes.Repair } => ("to-be-diagnosed", "Diagnose."),
        RepairJob.OnTheBench { DriveIsClear: false } => ClearFirst,
        RepairJob.OnTheBench { Job.Purpose: Purposes.ReleaseToStock } => ("ready", "Release to stock."),
        RepairJob.OnTheBench { Job.Purpose: Purposes.ReplaceStock } => ("ready", "Send a sellable unit to the distributor's stock."),
        _ => ("ready", "Send back to the sender."),
    };

    private static (string, string?) ClearFirst => ("drive-to-clear", "Check and reformat the drive.");

    private static (string, string?) OfRepair(RepairJob.Diagnosed unit) => unit switch
    {
        RepairJob.Referred { Verdict: { Code: "repair.exclusion-unapproved" } } =>
            ("referred", "Somebody else: approve the exclusion, or diagnose again without it."),
        RepairJob.Referred { Verdict: { Code: "repair.coverage-unknown" } } =>
            ("referred", "The returns desk: find out when the warranty period ends."),
        RepairJob.Referred => ("referred", "Diagnose again, with the grade of the unit."),
        RepairJob.ToBeQuoted => ("to-be-quoted", "Quote labor and parts."),
        RepairJob.Quoted { Reminder.Escalated: true } =>
            ("quote-escalated", "The returns desk: ask the requester for an answer to the quote."),
        RepairJob.Quoted => ("quoted", "Wait for the requester's answer to the quote."),
        RepairJob.Covered => ("to-be-repaired", "Repair, free of charge."),
        RepairJob.Approved => ("to-be-repaired", "Repair, for the approved quote."),
        { DriveIsClear: false } => ClearFirst,
        RepairJob.Repaired => ("to-be-completed", "Check that it works, and complete the repair."),
        RepairJob.Completed => ("to-be-shipped-back", "Ship back."),
        RepairJob.ToBeSwapped { Verdict.Facts.Grade: var grade } =>
            ("to-be-swapped", $"Send a refurbished unit of grade {grade} or better."),
        RepairJob.ToBeSentBack { Verdict.Answer: RepairAnswer.NothingToRepair } => ("to-be-shipped-back", "Ship back: no fault was found."),
        _ => ("to-be-sent-back", "Send back unrepaired."),
    };

    private static string EndOf(RepairJobEvent end) => end switch
    {
        UnitReleasedToStock => "released-to-stock",
        UnitReturnedUnrepaired => "returned-unrepaired",
        UnitTested => "tested",
        UnitShippedBack => "shipped-back",
        UnitSwapped => "swapped",
        StockReplaced => "stock-replaced",
        _ => "done",
    };
}
