using Rma.Contracts.Repair;
using Rma.Policy;

namespace Rma.Console.Pages;

/// <summary>What can be done with a job: the steps that the bench would accept in its state.</summary>
/// <param name="Next">The main one; null when nothing is left.</param>
/// <param name="Others">What else is accepted: corrections, and what may come at any time.</param>
/// <param name="Behind">What waits until the drive is cleared; null when nothing does (D1).</param>
internal sealed record BenchSteps(string? Next, IReadOnlyList<string> Others, string? Behind = null)
{
    // Each is the last part of its route.
    public const string Diagnosis = "diagnosis", Quotes = "quotes", DriveClearance = "drive-clearance";
    public const string Repair = Purposes.Repair, Test = Purposes.Test;
    public const string Swap = "swap", Completion = "completion", Shipment = "shipment", ReturnShipment = "return-shipment";
    public const string ExclusionApproval = "exclusion-approval", Coverage = "coverage";
    public const string StockRelease = "stock-release", StockReplacement = ReplacementKinds.StockReplacement;
    public const string QuoteApproval = "quote-approval", QuoteRefusal = "quote-refusal";

    /// <summary>All steps.</summary>
    public static readonly string[] All =
    [
        Diagnosis, Quotes, DriveClearance, Repair, Test, Swap, Completion, Shipment, ReturnShipment, ExclusionApproval, Coverage,
        StockRelease, StockReplacement, QuoteApproval, QuoteRefusal,
    ];

    private static readonly string[] OfDesk = [Coverage, ExclusionApproval, QuoteApproval, QuoteRefusal];
    private static readonly string[] OfDeskAlone = [Coverage, QuoteApproval, QuoteRefusal];

    /// <summary>Whether the bench lets somebody do it.</summary>
    public static bool IsFor(string step, bool technician, bool desk) =>
        technician && !OfDeskAlone.Contains(step) || desk && OfDesk.Contains(step);

    /// <summary>The steps of a job.</summary>
    public static BenchSteps Of(BenchJob job)
    {
        var isRepair = job.Job.Purpose == Purposes.Repair;
        var (next, others) = InState(job);
        List<string> more = [.. others];
        var isOpen = job.Job.DoneAt is null;
        if (isOpen && isRepair && job.IsCoverageUnknown && next != Coverage) more.Add(Coverage);
        if (isOpen && !job.DriveIsClear)
        {
            // Nothing leaves the bench before.
            more.Remove(ReturnShipment);
            if (next != DriveClearance) more.Add(DriveClearance);
        }

        return new(next, more, isOpen && !job.DriveIsClear ? AfterDrive(job) : null);
    }

    private static (string? Next, string[] Others) InState(BenchJob job) => job.Job.State switch
    {
        BenchStates.ToBeTested => (Test, []),
        BenchStates.ToBeDiagnosed => (Diagnosis, [ReturnShipment]),
        BenchStates.DriveToClear => (DriveClearance, []),
        BenchStates.Ready => (OfPurpose(job.Job.Purpose), []),
        BenchStates.Referred when job.Waiting is not null => (ExclusionApproval, [Diagnosis, ReturnShipment]),
        BenchStates.Referred when job.IsCoverageUnknown => (Coverage, [Diagnosis, ReturnShipment]),
        BenchStates.Referred => (Diagnosis, [ReturnShipment]),
        BenchStates.ToBeQuoted => (Quotes, [Diagnosis, ReturnShipment]),
        BenchStates.Quoted or BenchStates.QuoteEscalated => (QuoteApproval, [QuoteRefusal, Quotes, Diagnosis]),
        BenchStates.ToBeRepaired when job.Answer == RepairAnswer.Quote => (Repair, [Quotes, Diagnosis]),
        BenchStates.ToBeRepaired => (Repair, [Diagnosis, ReturnShipment]),
        BenchStates.ToBeCompleted => (Completion, []),
        BenchStates.ToBeShippedBack => (Shipment, []),
        BenchStates.ToBeSwapped => (Swap, [Diagnosis, ReturnShipment]),
        BenchStates.ToBeSentBack => (ReturnShipment, []),
        _ => (null, []),
    };

    private static string? AfterDrive(BenchJob job) => job switch
    {
        { Job.Purpose: Purposes.Test } => null,
        { Job.Purpose: not Purposes.Repair } => OfPurpose(job.Job.Purpose),
        { IsDeclined: true } or { Answer: RepairAnswer.NotRepairable } => ReturnShipment,
        { Answer: RepairAnswer.Swap } => Swap,
        { Answer: RepairAnswer.NothingToRepair } => Shipment,
        _ => Completion,
    };

    private static string OfPurpose(string purpose) => purpose switch
    {
        Purposes.ReleaseToStock => StockRelease, Purposes.ReplaceStock => StockReplacement, _ => ReturnShipment,
    };
}
