namespace Rma.Contracts.Receiving;

/// <summary>Where a parcel stands at the dock.</summary>
public static class ParcelStates
{
    /// <summary>It may be unpacked.</summary>
    public const string Accepted = "accepted";

    /// <summary>It goes back.</summary>
    public const string Refused = "refused";

    /// <summary>It waits for its number, or for a person.</summary>
    public const string Held = "held";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Accepted, Refused, Held];
}
