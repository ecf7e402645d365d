namespace Rma.Chaos.Tests;

/// <summary>What a load is made of.</summary>
public sealed class GoodsTests
{
    [Fact]
    public void Three_hundred_lifecycles_have_all_six_remedies_and_every_fifth_unit_a_plot()
    {
        var goods = Goods.Of("run", 300);
        var played = goods.SelectMany(consignment => consignment.Plots).ToArray();
        string[] remedies = ["credit-return", .. played.Select(cast => cast.Plot.Remedy)];
        Assert.Equal(["advance-replacement", "credit-return", "otc-exchange", "paid-repair", "stock-rotation", "warranty-repair"],
            remedies.Distinct().Order());
        Assert.Equal(60, played.Sum(cast => Theatre.Cast(cast.Item).Count()));
        Assert.Equal(300, goods.SelectMany(consignment => consignment.Units).Select(unit => unit.Serial).Distinct().Count());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(1_003)]
    public void The_goods_are_a_function_of_the_size(int lifecycles)
    {
        var goods = Goods.Of("run", lifecycles);
        Assert.Equal(lifecycles, goods.Sum(consignment => consignment.Units.Count));
        Assert.Equal(goods.SelectMany(consignment => consignment.Units), Goods.Of("run", lifecycles).SelectMany(consignment =>
            consignment.Units));
    }

    [Fact]
    public void Where_a_rate_is_measured_all_are_returned_for_credit() =>
        Assert.DoesNotContain(Goods.Of("run", 300, onlyCredits: true), consignment => consignment.Plots.Count > 0);
}
