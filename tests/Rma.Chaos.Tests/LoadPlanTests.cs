namespace Rma.Chaos.Tests;

/// <summary>The contents of a load.</summary>
public sealed class LoadPlanTests
{
    [Fact]
    public void Three_hundred_lifecycles_have_all_six_remedies_and_every_fifth_unit_a_plot()
    {
        var consignments = LoadPlan.Of("run", 300);
        var played = consignments.SelectMany(consignment => consignment.Plots).ToArray();
        string[] remedies = ["credit-return", .. played.Select(cast => cast.Plot.Remedy)];
        Assert.Equal(["advance-replacement", "credit-return", "otc-exchange", "paid-repair", "stock-rotation", "warranty-repair"],
            remedies.Distinct().Order());
        Assert.Equal(60, played.Sum(cast => PlotRunner.Cast(cast.Item).Count()));
        Assert.Equal(300, consignments.SelectMany(consignment => consignment.Units).Select(unit => unit.Serial).Distinct().Count());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(1_003)]
    public void The_goods_are_a_function_of_the_size(int lifecycles)
    {
        var consignments = LoadPlan.Of("run", lifecycles);
        Assert.Equal(lifecycles, consignments.Sum(consignment => consignment.Units.Count));
        Assert.Equal(consignments.SelectMany(consignment => consignment.Units), LoadPlan.Of("run", lifecycles).SelectMany(consignment =>
            consignment.Units));
    }

    [Fact]
    public void Where_a_rate_is_measured_all_are_returned_for_credit() =>
        Assert.DoesNotContain(LoadPlan.Of("run", 300, onlyCredits: true), consignment => consignment.Plots.Count > 0);
}
