namespace Rma.Chaos.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1, 25)]
    [InlineData(4711, 120)]
    public void A_seed_always_gives_the_same_schedule(int seed, int kills) =>
        Assert.Equal(Schedule.Of(seed, kills, Schedule.Kinds), Schedule.Of(seed, kills, Schedule.Kinds));

    [Fact]
    public void Another_seed_gives_another_schedule() => Assert.NotEqual(Schedule.Of(1, 25, Schedule.Kinds), Schedule.Of(2, 25, Schedule.Kinds));

    // Written down: a change of the generator would make every seed in a report worthless.
    [Fact]
    public void A_seed_in_an_old_report_still_means_the_same() => Assert.Equal(
        ["kill issuance 2", "kill credit 0"], Schedule.Of(1, 2, ["kill"]).Select(fault => $"{fault.Kind} {fault.Target} {fault.Seconds}"));

    [Fact]
    public void Every_component_is_killed_about_as_often_as_every_other()
    {
        var victims = Schedule.Of(7, 120, Schedule.Kinds).Where(fault => fault.Kind == "kill").CountBy(fault => fault.Target).ToDictionary();
        Assert.Equal(["credit", "issuance", "postgres", "rabbitmq", "receiving", "repair"], victims.Keys.Order());
        Assert.All(victims.Values, times => Assert.Equal(20, times));
    }

    [Fact]
    public void Besides_the_kills_every_other_kind_strikes_and_the_load_is_never_long_without_a_fault()
    {
        var faults = Schedule.Of(7, 25, Schedule.Kinds);
        Assert.Equal(25 + 8, faults.Count);
        Assert.Equal(Schedule.Kinds.Order(), faults.Select(fault => fault.Kind).Distinct().Order());
        Assert.Equal(faults.OrderBy(fault => fault.At), faults);
        Assert.All(faults, fault => Assert.InRange(fault.At, 0, 0.95));
    }

    [Fact]
    public void Only_the_faults_that_were_asked_for_strike() =>
        Assert.Equal(["cut", "freeze"], Schedule.Of(3, 40, ["freeze", "cut"]).Select(fault => fault.Kind).Distinct().Order());
}
