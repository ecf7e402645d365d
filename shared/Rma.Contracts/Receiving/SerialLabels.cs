namespace Rma.Contracts.Receiving;

/// <summary>The state of a unit's serial label (clause W4): the values of <see cref="V1.UnitCondition.SerialLabel"/>.</summary>
public static class SerialLabels
{
    /// <summary>In factory condition.</summary>
    public const string Intact = "intact";

    /// <summary>There is none.</summary>
    public const string Missing = "missing";

    /// <summary>Altered.</summary>
    public const string Altered = "altered";

    /// <summary>Present, but it cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Intact, Missing, Altered, Unreadable];
}
