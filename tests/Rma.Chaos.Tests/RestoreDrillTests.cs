namespace Rma.Chaos.Tests;

/// <summary>The short form of <c>./rma drill restore</c>.</summary>
[Collection("stage")]
public sealed class RestoreDrillTests(StageFixture fixture)
{
    [Theory]
    [InlineData("everything")]
    [InlineData("service")]
    public async Task What_is_lost_under_load_comes_back_and_nobody_is_paid_twice(string part)
    {
        var options = new Options(40, 0, Seed: 20261130, [], Clients: 12, Patience: 240, Restore: part);
        var course = await Run.Drill(fixture.Stage, options, fixture.Said.Enqueue, CancellationToken.None);
        Assert.True(Report.IsGood(course), fixture.Tell(course));
    }
}
