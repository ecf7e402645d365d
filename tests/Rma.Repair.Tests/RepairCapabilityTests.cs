using Rma.Testing;
using V1 = Rma.Contracts.Repair.V1;

namespace Rma.Repair.Tests;

/// <summary>The bench over HTTP and AMQP, on a real database and a real broker.</summary>
public sealed class RepairCapabilityTests(RepairUnderTest repair) : IClassFixture<RepairUnderTest>
{
    private static V1.OpenRepairJob Recorder(string serial, string purpose = "release-to-stock") => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), $"RMA-{serial}", 1, "ACC-1", serial, "NVR-8", purpose,
        HasDrive: true, new DateTimeOffset(2026, 3, 2, 17, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_recorder_is_cleared_released_and_told_about()
    {
        var released = await repair.Listen<V1.UnitReleasedToStock>();
        var asked = Recorder("NVR-CAP-1");
        await repair.Publish(asked);
        await OnTheBench(asked);

        var early = await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/stock-release", new { });
        Assert.Equal((409, "repair.drive-not-cleared"), (early.Status, early.Code));
        Assert.Equal(204, (await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/drive-clearance", new { absent = false }))
            .Status);
        Assert.Equal(204, (await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/stock-release", new { })).Status);

        Assert.Equal(asked.ReturnId, (await released.Next()).ReturnId);
    }

    [Fact]
    public async Task The_same_message_five_times_opens_one_job()
    {
        var asked = Recorder("NVR-CAP-2");
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 4; i++) await repair.Publish(asked, id);
        await repair.Publish(asked);
        await OnTheBench(asked);
        await Wait.Until(() => repair.Scalar<long>($"select count(*) from inbox where message_id = '{id}'"), count =>
            count == 1, "the inbox row");

        Assert.Equal(1, await repair.Scalar<long>($"select count(*) from mt_events where stream_id = 'repair-job-{asked.RepairJobId}'"));
    }

    [Fact]
    public async Task Repeating_a_request_gives_the_same_answer_and_changes_nothing()
    {
        var asked = Recorder("NVR-CAP-3");
        await repair.Publish(asked);
        await OnTheBench(asked);
        var first = await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/drive-clearance", new { absent = false }, "key-3");
        var again = await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/drive-clearance", new { absent = false }, "key-3");
        var other = await repair.Post("technician", $"/repair-jobs/{asked.RepairJobId}/drive-clearance", new { absent = true }, "key-3");

        Assert.Equal((204, false), (first.Status, first.Replayed));
        Assert.Equal((204, true), (again.Status, again.Replayed));
        Assert.Equal((422, "idempotency.key-reused"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Work_that_the_bench_does_not_do_is_quarantined_with_the_reason()
    {
        var asked = Recorder("NVR-CAP-4", "polish");
        await repair.Publish(asked);
        var answer = await Wait.Until(() => repair.Get("operator", "/quarantine"), list =>
            list.Text.Contains("polish", StringComparison.Ordinal), "the quarantine");
        Assert.Contains("repair.unknown-purpose", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await repair.Scalar<long>($"select count(*) from mt_events where stream_id = 'repair-job-{asked.RepairJobId}'"));
    }

    private Task OnTheBench(V1.OpenRepairJob asked) =>
        Wait.Until(async () => (await repair.Get("technician", $"/repair-jobs/{asked.RepairJobId}")).Status == 200, "the job on the bench");
}
