namespace Rma.Chaos.Tests;

/// <summary>The short form of <c>./rma drill restore --only service</c>; the loss of everything takes longer and has its command.</summary>
[Collection("stage")]
public sealed class RestoreDrillTests(StageFixture fixture)
{
    [Fact]
    public async Task What_credit_forgot_under_load_comes_back_and_nobody_is_paid_twice()
    {
        var options = new Options(40, 0, Seed: 20261130, [], Clients: 12, Patience: 240, Restore: "service");
        var course = await Run.Drill(fixture.Stage, options, fixture.Said.Enqueue, CancellationToken.None);
        Assert.True(Report.IsGood(course), fixture.Tell(course));
    }
}
