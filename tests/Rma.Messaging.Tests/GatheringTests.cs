using Rma.Testing;

namespace Rma.Messaging.Tests;

using V1 = Contracts.Probe.V1;

/// <summary>Messages that are taken several in one transaction.</summary>
public sealed class GatheringTests(ProbeUnderTest probe) : IClassFixture<ProbeUnderTest>
{
    [Fact]
    public async Task What_comes_while_one_is_taken_is_taken_together_and_the_one_that_fails_alone()
    {
        await probe.Publish(new V1.Gather("first", "sleep"));
        await Wait.Until(() => Task.FromResult(GatherTaker.Sizes.Count), sizes => sizes == 1, "the first transaction");
        var bad = Guid.CreateVersion7();
        foreach (var number in Enumerable.Range(1, 10)) await probe.Publish(new V1.Gather($"gathered-{number}"));
        await probe.Publish(new V1.Gather("bad", "fail"), bad);
        foreach (var number in Enumerable.Range(1, 10)) await probe.Publish(new V1.Gather($"gathered-{number}"));

        foreach (var number in Enumerable.Range(1, 10)) await probe.Counted($"gathered-{number}", 1);
        await Wait.Until(() => probe.Scalar<long>($"select count(*) from quarantine where message_id = '{bad}'"),
            found => found == 1, "the dead letter");
        Assert.Equal(0, await probe.Events("bad"));
        Assert.Equal(1, GatherTaker.Sizes.First());
        Assert.True(GatherTaker.Sizes.Max() > 1);
        await probe.Counted("first", 1);
    }
}
