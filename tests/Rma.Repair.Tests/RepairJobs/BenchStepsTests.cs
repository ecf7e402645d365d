using Rma.Policy;
using Rma.Repair.RepairJobs;
using static Rma.Repair.Tests.RepairJobs.Examples;

namespace Rma.Repair.Tests.RepairJobs;

/// <summary>What the workbench shows of a job, and which clauses its events cite.</summary>
public sealed class BenchStepsTests
{
    private static readonly RepairDecided Paid = DecidedOn(OldRecorder, Defective);
    private static readonly RepairQuoted Quoted = QuotedOn(OldRecorder);

    public static TheoryData<RepairJobEvent[], string, string?> Steps => new()
    {
        { [CameraToTest], "to-be-tested", "Test for the fault it was sent for." },
        { [Recorder], "to-be-diagnosed", "Diagnose." },
        { [RecorderToStock], "drive-to-clear", "Check and reformat the drive." },
        { [RecorderToStock, Reformatted], "ready", "Release to stock." },
        { [RecorderToReplace], "drive-to-clear", "Check and reformat the drive." },
        { [CameraToReplace], "ready", "Send a sellable unit to the distributor's stock." },
        { [CameraToSender], "ready", "Send back to the sender." },
        { [OldRecorder, Paid], "to-be-quoted", "Quote labor and parts." },
        { [OldRecorder, Paid, Quoted], "quoted", "Wait for the requester's answer to the quote." },
        { [OldRecorder, Paid, Quoted, new QuoteReminded(1, false, Monday)], "quoted", "Wait for the requester's answer to the quote." },
        { [OldRecorder, Paid, Quoted, new QuoteReminded(1, true, Monday)], "quote-escalated",
            "The returns desk: ask the requester for an answer to the quote." },
        { [OldRecorder, Paid, Quoted, Approved], "to-be-repaired", "Repair, for the approved quote." },
        { [Recorder, DecidedOn(Recorder, Defective)], "to-be-repaired", "Repair, free of charge." },
        { [OldRecorder, Paid, Quoted, Approved, Repaired], "drive-to-clear", "Check and reformat the drive." },
        { [OldRecorder, Paid, Quoted, Approved, Repaired, Reformatted], "to-be-completed",
            "Check that it works, and complete the repair." },
        { [OldRecorder, Paid, Quoted, Approved, Repaired, Reformatted, CompletedAs(false)], "to-be-shipped-back", "Ship back." },
        { [OldRecorder, Paid, Quoted, Declined, Reformatted], "to-be-sent-back", "Send back unrepaired." },
        { [Recorder, Reformatted, DecidedOn(Recorder, BeyondRepair)], "to-be-swapped",
            "Send a refurbished unit of grade B or better." },
        { [Recorder, Reformatted, DecidedOn(Recorder, Healthy)], "to-be-shipped-back", "Ship back: no fault was found." },
        { [Recorder with { Coverage = null }, DecidedOn(Recorder with { Coverage = null }, Defective)], "referred",
            "The returns desk: find out when the warranty period ends." },
        { [Recorder with { Grade = null }, DecidedOn(Recorder with { Grade = null }, BeyondRepair)], "referred",
            "Diagnose again, with the grade of the unit." },
        { [RecorderToStock, Reformatted, Released], "released-to-stock", null },
        { [CameraToSender, Returned], "returned-unrepaired", null },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_job_says_what_comes_next(RepairJobEvent[] history, string state, string? next) =>
        Assert.Equal((state, next), BenchSteps.Of(After(history)));

    [Fact]
    public void Events_cite_the_clauses_of_their_case()
    {
        Assert.Equal([Clauses.W1, Clauses.D1], CompletedAs(covered: true).Clauses);
        Assert.Equal([Clauses.O1, Clauses.D1], CompletedAs(covered: false).Clauses);
        Assert.Equal([Clauses.O3], (Returned with { Because = Contracts.Repair.ReasonsUnrepaired.QuoteDeclined }).Clauses);
        Assert.Empty(Returned.Clauses);
        var shipped = new UnitShippedBack("repaired", true, null, null, null, "UPS", "1Z999", null, "tina", Monday);
        Assert.Equal([Clauses.W10], shipped.Clauses);
        Assert.Equal([Clauses.W10, Clauses.W11], (shipped with { Freight = Overnight.Freight(Recorder) }).Clauses);
    }

    [Fact]
    public void The_unit_of_a_job_is_known_from_its_opening_to_its_end()
    {
        Assert.Null(RepairJob.Initial.Unit);
        Assert.Equal(CameraToSender, Opened(CameraToSender).Unit);
        Assert.Equal(CameraToSender, After(CameraToSender, Returned).Unit);
    }
}
