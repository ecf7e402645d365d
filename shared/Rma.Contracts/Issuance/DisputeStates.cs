namespace Rma.Contracts.Issuance;

/// <summary>Where a dispute stands; what it can be resolved with are the last two.</summary>
public static class DisputeStates
{
    /// <summary>It waits for the desk.</summary>
    public const string Open = "open";

    /// <summary>The decision stays.</summary>
    public const string Upheld = "upheld";

    /// <summary>The decision was departed from, by an override.</summary>
    public const string Granted = "granted";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Upheld, Granted];
}
