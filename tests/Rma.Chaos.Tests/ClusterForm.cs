namespace Rma.Chaos.Tests;

/// <summary>The short form of <c>RMA_TOPOLOGY=cluster ./rma chaos</c>, for the test suite.</summary>
[Collection("cluster")]
public sealed class ClusterForm(ClusterFixture fixture)
{
    [Fact]
    public async Task Nothing_is_lost_or_paid_twice_when_nodes_die_and_roles_change_under_load()
    {
        string[] faults = ["leader", "partition", "empty", "promote"];
        // All returns may have ended before the last fault: on a busy machine a standby that is made anew takes its time.
        var course = await fixture.Round(new Options(40, 0, Seed: 20261130, faults, Patience: 300)).Play(CancellationToken.None);
        Assert.True(Report.IsGood(course), fixture.Tell(course));
        Assert.Equal(faults.Order(), course.Struck.Keys.Order());
        // It fails when a queue is not on every node again, the one that lost its disk included, or a commit not on both machines.
        await fixture.Stage.Instance.Rma("doctor");
    }
}
