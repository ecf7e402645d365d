namespace Rma.Contracts.Credit;

/// <summary>Where a business date stands.</summary>
public static class BusinessDayStates
{
    /// <summary>Notes may still come.</summary>
    public const string Open = "open";

    /// <summary>It is over; its control total is about to be stated.</summary>
    public const string Over = "over";

    /// <summary>Its control total was stated, and its notes have their numbers.</summary>
    public const string Stated = "stated";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Over, Stated];
}
