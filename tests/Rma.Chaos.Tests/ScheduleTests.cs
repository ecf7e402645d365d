using System.Globalization;

namespace Rma.Chaos.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1, 25)]
    [InlineData(4711, 120)]
    public void A_seed_always_gives_the_same_schedule(int seed, int kills) =>
        Assert.Equal(Schedule.Of(seed, kills, Schedule.Kinds), Schedule.Of(seed, kills, Schedule.Kinds));

    [Fact]
    public void Another_seed_gives_another_schedule() =>
        Assert.NotEqual(Schedule.Of(1, 25, Schedule.Kinds), Schedule.Of(2, 25, Schedule.Kinds));

    private const string Seed1 =
        """
        0.022 kill receiving 0 548
        0.057 kill postgres 2 875
        0.099 kill rabbitmq 0 100
        0.110 kill console 1 955
        0.144 kill repair 2 947
        0.164 sessions  0 492
        0.198 kill issuance 0 469
        0.227 kill credit 1 370
        0.246 kill repair 1 836
        0.298 kill console 2 88
        0.303 clock console 3 872
        0.343 kill postgres 0 122
        0.362 disk  4 474
        0.397 kill receiving 1 306
        0.416 kill issuance 0 262
        0.455 kill rabbitmq 2 175
        0.475 cut console 0 995
        0.508 kill credit 2 651
        0.551 kill postgres 2 941
        0.571 kill rabbitmq 2 161
        0.584 freeze issuance 2 74
        0.620 kill receiving 0 83
        0.666 restart credit 2 995
        0.672 kill repair 2 694
        0.722 kill credit 0 318
        0.730 copies  4 179
        0.755 kill console 2 636
        0.788 kill issuance 0 568
        0.816 kill issuance 0 621
        0.854 kill repair 0 585
        0.885 forget  0 313
        0.903 kill console 1 174
        0.950 kill rabbitmq 2 59
        """;

    // Pinned: a change of the generator, or a service more, would invalidate every seed in a report. Since the
    // console came, and again since it can lose its database, a seed means other faults than in the reports of before.
    [Fact]
    public void A_seed_in_an_old_report_still_means_the_same() =>
        Assert.Equal(Seed1.Split('\n'), Schedule.Of(1, 25, Schedule.Kinds).Select(Line));

    private static string Line(Fault fault) =>
        string.Create(CultureInfo.InvariantCulture, $"{fault.At:0.000} {fault.Kind} {fault.Target} {fault.Seconds} {fault.Draw}");

    [Fact]
    public void Every_component_is_killed_about_as_often_as_every_other()
    {
        string[] components = [.. Instance.Services, "postgres", "rabbitmq"];
        var victims = Schedule.Of(7, 20 * components.Length, Schedule.Kinds).Where(fault => fault.Kind == "kill")
            .CountBy(fault => fault.Target).ToDictionary();
        Assert.Equal(components.Order(), victims.Keys.Order());
        Assert.All(victims.Values, times => Assert.Equal(20, times));
    }

    [Fact]
    public void Besides_the_kills_every_other_kind_strikes_and_the_load_is_never_long_without_a_fault()
    {
        var faults = Schedule.Of(7, 27, Schedule.Kinds);
        Assert.Equal(27 + 9, faults.Count);
        Assert.Equal(Schedule.Kinds.Except(Schedule.OfACluster).Order(), faults.Select(fault => fault.Kind).Distinct().Order());
        Assert.Equal(faults.OrderBy(fault => fault.At), faults);
        Assert.All(faults, fault => Assert.InRange(fault.At, 0, 0.95));
    }

    [Fact]
    public void A_cluster_is_struck_by_everything_that_strikes_single_servers_and_once_by_each_kind_of_its_own()
    {
        var faults = Schedule.Of(7, 27, Schedule.Kinds, cluster: true);
        Assert.Equal(27 + 9 + 6, faults.Count);
        Assert.Equal(Schedule.Kinds.Order(), faults.Select(fault => fault.Kind).Distinct().Order());
        Assert.All(Schedule.OfACluster, kind => Assert.Single(faults, fault => fault.Kind == kind));
        Assert.Superset(new HashSet<string> { "rabbitmq", "rabbitmq-2", "rabbitmq-3", "primary", "standby" },
            faults.Where(fault => fault.Kind == "kill").Select(fault => fault.Target).ToHashSet());
    }

    [Fact]
    public void Only_the_faults_that_were_asked_for_strike() =>
        Assert.Equal(["cut", "freeze"], Schedule.Of(3, 40, ["freeze", "cut"]).Select(fault => fault.Kind).Distinct().Order());
}
