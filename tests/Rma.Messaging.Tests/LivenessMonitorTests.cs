namespace Rma.Messaging.Tests;

public sealed class LivenessMonitorTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly HealthSample Well = new(ServersAnswer: true, Connected: true, UnconsumedQueues: [], Silence: TimeSpan.Zero);
    private static readonly HealthSample Deaf = Well with { UnconsumedQueues = ["issuance-return-state"] };
    private readonly LivenessMonitor monitor = new();

    [Fact]
    public void As_long_as_all_is_well_nothing_happens() =>
        Assert.All(Enumerable.Repeat(Well, 100), glance => Assert.Null(monitor.Evaluate(glance, Beat)));

    // Found by fault injection: the broker died while the saga's endpoint was being set up, and its queue had no consumer ever after.
    [Fact]
    public void A_queue_that_nobody_listens_to_ends_the_process_although_heartbeats_come_round()
    {
        for (var look = 1; look < 3; look++) Assert.Null(monitor.Evaluate(Deaf, Beat));
        Assert.Equal("no consumer is attached to issuance-return-state", monitor.Evaluate(Deaf, Beat));
    }

    [Fact]
    public void A_queue_that_is_consumed_again_in_time_is_no_reason()
    {
        for (var look = 0; look < 30; look++) Assert.Null(monitor.Evaluate(look % 3 == 2 ? Well : Deaf, Beat));
    }

    [Fact]
    public void While_broker_or_database_is_away_nobody_is_to_blame()
    {
        for (var look = 0; look < 100; look++)
            Assert.Null(monitor.Evaluate(Deaf with { ServersAnswer = false, Silence = look * Beat }, Beat));
        for (var look = 0; look < 7; look++) Assert.Null(monitor.Evaluate(Deaf with { Connected = false, Silence = look * Beat }, Beat));
    }

    [Fact]
    public void Without_a_heartbeat_it_ends_when_the_world_has_answered_for_long_enough()
    {
        for (var look = 1; look <= 7; look++) Assert.Null(monitor.Evaluate(Well with { Silence = TimeSpan.FromMinutes(5) }, Beat));
        Assert.Equal("no heartbeat for 00:05:00", monitor.Evaluate(Well with { Silence = TimeSpan.FromMinutes(5) }, Beat));
    }
}
