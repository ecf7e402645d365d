namespace Rma.Contracts.Repair;

/// <summary>What a repair job is for: the values of <see cref="V1.OpenRepairJob.Purpose"/>.</summary>
public static class Purposes
{
    /// <summary>The unit was credited, or nothing is due for it: its drive is cleared and it goes to our stock.</summary>
    public const string ReleaseToStock = "release-to-stock";

    /// <summary>It goes back to its sender as it came.</summary>
    public const string ReturnUnrepaired = "return-unrepaired";

    /// <summary>Whether it has a fault; what follows is another job.</summary>
    public const string Test = "test";

    /// <summary>It is diagnosed and repaired, or swapped, or sent back.</summary>
    public const string Repair = "repair";

    /// <summary>A sellable unit goes to the distributor's stock for it (T9).</summary>
    public const string ReplaceStock = "replace-stock";

    /// <summary>All purposes.</summary>
    public static IReadOnlyList<string> All { get; } = [ReleaseToStock, ReturnUnrepaired, Test, Repair, ReplaceStock];
}
