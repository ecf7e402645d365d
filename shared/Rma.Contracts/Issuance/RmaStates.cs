namespace Rma.Contracts.Issuance;

/// <summary>Where a request stands, with or without its number.</summary>
public static class RmaStates
{
    /// <summary>It has its number.</summary>
    public const string Issued = "issued";

    /// <summary>It was refused.</summary>
    public const string Denied = "denied";

    /// <summary>A fact or a person is missing.</summary>
    public const string Referred = "referred";

    /// <summary>Its number was cancelled before anything arrived.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>All of its lines have come to their end.</summary>
    public const string Closed = "closed";

    /// <summary>It was withdrawn while it was referred.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>It was referred for too long.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Issued, Denied, Referred, Cancelled, Closed, Withdrawn, Lapsed];
}
