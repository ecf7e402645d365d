namespace Rma.Contracts.Credit;

/// <summary>Where a charge case stands.</summary>
public static class ChargeCaseStates
{
    /// <summary>A fact or an analyst is missing.</summary>
    public const string Referred = "referred";

    /// <summary>It was charged.</summary>
    public const string Raised = "raised";

    /// <summary>Nothing is charged.</summary>
    public const string NothingDue = "nothing-due";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } = [Referred, Raised, NothingDue];
}
