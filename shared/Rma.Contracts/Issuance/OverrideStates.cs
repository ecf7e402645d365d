namespace Rma.Contracts.Issuance;

/// <summary>Where an override stands.</summary>
public static class OverrideStates
{
    /// <summary>It waits for a second person.</summary>
    public const string Pending = "pending";

    /// <summary>A second person approved it.</summary>
    public const string Granted = "granted";

    /// <summary>A second person rejected it.</summary>
    public const string Rejected = "rejected";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, Granted, Rejected];
}
