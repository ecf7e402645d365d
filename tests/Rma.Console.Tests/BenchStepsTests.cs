using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Rma.Console.Pages;
using Rma.Contracts.Repair;
using Rma.Policy;

namespace Rma.Console.Tests;

/// <summary>Which steps a page shows for a job, and what its forms send.</summary>
public sealed class BenchStepsTests
{
    public static TheoryData<string, string, string?, string[]> Steps => new()
    {
        { BenchStates.ToBeTested, Purposes.Test, BenchSteps.Test, [] },
        { BenchStates.ToBeDiagnosed, Purposes.Repair, BenchSteps.Diagnosis, [BenchSteps.ReturnShipment] },
        { BenchStates.ToBeQuoted, Purposes.Repair, BenchSteps.Quotes, [BenchSteps.Diagnosis, BenchSteps.ReturnShipment] },
        {
            BenchStates.Quoted, Purposes.Repair, BenchSteps.QuoteApproval,
            [BenchSteps.QuoteRefusal, BenchSteps.Quotes, BenchSteps.Diagnosis]
        },
        { BenchStates.ToBeRepaired, Purposes.Repair, BenchSteps.Repair, [BenchSteps.Diagnosis, BenchSteps.ReturnShipment] },
        { BenchStates.ToBeCompleted, Purposes.Repair, BenchSteps.Completion, [] },
        { BenchStates.ToBeShippedBack, Purposes.Repair, BenchSteps.Shipment, [] },
        { BenchStates.ToBeSwapped, Purposes.Repair, BenchSteps.Swap, [BenchSteps.Diagnosis, BenchSteps.ReturnShipment] },
        { BenchStates.ToBeSentBack, Purposes.Repair, BenchSteps.ReturnShipment, [] },
        { BenchStates.Ready, Purposes.ReleaseToStock, BenchSteps.StockRelease, [] },
        { BenchStates.Ready, Purposes.ReplaceStock, BenchSteps.StockReplacement, [] },
        { BenchStates.Ready, Purposes.ReturnUnrepaired, BenchSteps.ReturnShipment, [] },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_state_has_its_steps(string state, string purpose, string? next, string[] others)
    {
        var steps = BenchSteps.Of(Job(state, purpose));
        Assert.Equal((next, null), (steps.Next, steps.Behind));
        Assert.Equal(others, steps.Others);
    }

    [Theory]
    [InlineData(Purposes.ReleaseToStock, BenchSteps.StockRelease)]
    [InlineData(Purposes.ReplaceStock, BenchSteps.StockReplacement)]
    [InlineData(Purposes.ReturnUnrepaired, BenchSteps.ReturnShipment)]
    [InlineData(Purposes.Repair, BenchSteps.Completion)]
    public void A_drive_that_holds_data_comes_before_whatever_leaves_the_bench(string purpose, string behind)
    {
        var steps = BenchSteps.Of(Job(BenchStates.DriveToClear, purpose, hasDrive: true));
        Assert.Equal((BenchSteps.DriveClearance, behind), (steps.Next, steps.Behind));
        Assert.Empty(steps.Others);
    }

    [Fact]
    public void It_can_be_cleared_at_any_time_before_and_nothing_is_sent_back_until_then()
    {
        var steps = BenchSteps.Of(Job(BenchStates.ToBeDiagnosed, Purposes.Repair, hasDrive: true));
        Assert.Equal([BenchSteps.DriveClearance], steps.Others);
        Assert.Equal(BenchSteps.Completion, steps.Behind);
        var cleared = Job(BenchStates.ToBeDiagnosed, Purposes.Repair, hasDrive: true, "drive_found_absent");
        Assert.Equal([BenchSteps.ReturnShipment], BenchSteps.Of(cleared).Others);
    }

    [Fact]
    public void A_referred_job_shows_what_it_is_referred_for()
    {
        var job = Job(BenchStates.Referred, Purposes.Repair);
        var exclusion = new ExclusionFound(Policy.Exclusions.Other, ExclusionFound.OnTheBench, "a bear", "tina");
        Assert.Equal(BenchSteps.ExclusionApproval, BenchSteps.Of(job with { Facts = new(true, true, null, [exclusion]) }).Next);
        Assert.Equal(BenchSteps.Coverage, BenchSteps.Of(job with { Asked = job.Asked with { Coverage = null } }).Next);
        Assert.Equal(BenchSteps.Diagnosis, BenchSteps.Of(job).Next);
    }

    [Fact]
    public void A_finished_job_has_no_steps()
    {
        var job = Job(BenchStates.ShippedBack, Purposes.Repair, hasDrive: true);
        var steps = BenchSteps.Of(job with { Job = job.Job with { DoneAt = DateTimeOffset.UnixEpoch } });
        Assert.Equal((null, null), (steps.Next, steps.Behind));
        Assert.Empty(steps.Others);
    }

    [Fact]
    public void Each_role_sees_its_own_steps()
    {
        Assert.True(BenchSteps.IsFor(BenchSteps.Repair, technician: true, desk: false));
        Assert.False(BenchSteps.IsFor(BenchSteps.Repair, technician: false, desk: true));
        Assert.False(BenchSteps.IsFor(BenchSteps.Coverage, technician: true, desk: false));
        Assert.True(BenchSteps.IsFor(BenchSteps.QuoteApproval, technician: false, desk: true));
        Assert.True(BenchSteps.IsFor(BenchSteps.ExclusionApproval, technician: true, desk: false));
        Assert.DoesNotContain(BenchSteps.All, step => BenchSteps.IsFor(step, technician: false, desk: false));
    }

    [Fact]
    public void Empty_lines_of_a_quote_are_none_and_what_is_no_number_is_left_to_the_bench()
    {
        var form = Form(
            ("kind", ["labour", "parts", "parts"]), ("description", ["Bench time", "", "Fan"]), ("amount", ["80.5", "", "1e3"]));
        Assert.Equal([new("labour", "Bench time", 80.5m), new("parts", "Fan", 0m)], BenchRequests.Lines(form));
    }

    [Theory]
    [InlineData(BenchRequests.Repairable, """{"faultFound":true,"findings":"x","repairable":true""")]
    [InlineData(BenchRequests.NotRepairable, """{"faultFound":true,"findings":"x","repairable":false""")]
    [InlineData(BenchRequests.NoFault, """{"faultFound":false,"findings":"x","repairable":null""")]
    public void A_diagnosis_says_what_was_chosen(string fault, string begins) => Assert.StartsWith(begins, JsonSerializer.Serialize(
        BenchRequests.Of(BenchSteps.Diagnosis, Form(("fault", [fault]), ("findings", ["x"])), "USD")), StringComparison.Ordinal);

    [Fact]
    public void Parts_are_lines_and_freight_is_sent_only_where_a_service_is_named()
    {
        var repair = JsonSerializer.Serialize(BenchRequests.Of(
            BenchSteps.Repair, Form(("resolution", ["done"]), ("minutes", ["40"]), ("installed", ["C-220u\r\n\r\nScrews"])), null));
        Assert.Equal("""{"resolution":"done","labourMinutes":40,"parts":["C-220u","Screws"]}""", repair);
        var shipment = Form(
            ("carrier", ["UPS"]), ("tracking", ["1Z"]), ("service", ["Air"]), ("cost", ["61.70"]), ("groundCost", ["14.20"]));
        Assert.Contains("\"cost\":61.70,\"groundCost\":14.20", JsonSerializer.Serialize(
            BenchRequests.Of(BenchSteps.Shipment, shipment, "USD")), StringComparison.Ordinal);
        Assert.Contains("\"freight\":null", JsonSerializer.Serialize(
            BenchRequests.Of(BenchSteps.Shipment, Form(("carrier", ["UPS"])), "USD")), StringComparison.Ordinal);
    }

    private static Entries Form(params (string Name, string[] Values)[] fields) =>
        new(new FormCollection(fields.ToDictionary(field => field.Name, field => new StringValues(field.Values))));

    private static BenchJob Job(string state, string purpose, bool hasDrive = false, params string[] happened) => new(
        new(Guid.Empty, Guid.Empty, "RMA-1", "S1", null, purpose, hasDrive, state, DateTimeOffset.UnixEpoch, null, null, null, null),
        new("ONE", new(true, new DateOnly(2027, 1, 1), CoverageFacts.Warranty, new DateOnly(2026, 1, 1)), null, "B", "USD", null),
        null, null, null, [.. happened.Select(what => new StoredLine(DateTimeOffset.UnixEpoch, what, default, null))]);
}
