using Rma.Policy;

namespace Rma.Console.Pages;

/// <summary>What a grant comes to; the module counts the same while somebody moves the slider.</summary>
/// <param name="Deducted">What is kept of the price.</param>
/// <param name="Percent">The same, of the price.</param>
/// <param name="Total">With the tax that is reversed.</param>
internal sealed record Grant(decimal Deducted, decimal Percent, decimal Net, decimal Total)
{
    /// <summary>Of an amount without tax.</summary>
    public static Grant Of(decimal price, decimal tax, decimal net) =>
        new(price - net, price == 0m ? 0m : decimal.Round((price - net) * 100m / price, 1, MidpointRounding.AwayFromZero), net, net + tax);
}

/// <summary>The restocking fees that may be chosen for a price.</summary>
/// <param name="Least">In percent.</param>
/// <param name="Most">In percent.</param>
/// <param name="LeastAmount">The fee at that percentage.</param>
/// <param name="MostAmount">The fee at that percentage.</param>
public sealed record FeeBand(decimal Least, decimal Most, decimal LeastAmount, decimal MostAmount, int Places)
{
    /// <summary>The band of the policy; null when the price or its currency is not known, or no fee fits into it.</summary>
    internal static FeeBand? Of(PolicyVersion policy, PaidPrice? paid) => paid is not null
        && policy.Settings.CurrencyMinorUnits.TryGetValue(paid.Currency, out var places)
        && RestockingFee.Band(policy, new(paid.NetPrice, paid.Currency)) is var (least, most)
            ? new(policy.Settings.RestockingFeeMinPercent, policy.Settings.RestockingFeeMaxPercent, least.Amount, most.Amount, places)
            : null;

    /// <summary>The fee of a percentage.</summary>
    internal decimal Fee(decimal price, decimal percent) =>
        Math.Clamp(decimal.Round(price * percent / 100m, Places, MidpointRounding.AwayFromZero), LeastAmount, MostAmount);
}
