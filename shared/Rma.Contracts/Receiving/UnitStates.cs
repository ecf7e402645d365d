namespace Rma.Contracts.Receiving;

/// <summary>Where a received unit stands.</summary>
public static class UnitStates
{
    /// <summary>It waits for an inspector.</summary>
    public const string AwaitingInspection = "awaiting-inspection";

    /// <summary>An exclusion that the policy does not name waits for a second person.</summary>
    public const string AwaitingSecondPerson = "awaiting-second-person";

    /// <summary>It was inspected.</summary>
    public const string Inspected = "inspected";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [AwaitingInspection, AwaitingSecondPerson, Inspected];
}
