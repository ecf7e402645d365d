namespace Rma.Contracts.Credit;

/// <summary>Where a credit case stands.</summary>
public static class CreditCaseStates
{
    /// <summary>A fee was chosen before the credit was requested.</summary>
    public const string NotAsked = "not-asked";

    /// <summary>The facts of a licence were requested again.</summary>
    public const string Confirming = "confirming";

    /// <summary>Another service has not said of the return yet what it must say itself.</summary>
    public const string Held = "held";

    /// <summary>A fact or an analyst is missing.</summary>
    public const string Referred = "referred";

    /// <summary>It was credited.</summary>
    public const string Issued = "issued";

    /// <summary>It was not credited.</summary>
    public const string Denied = "denied";

    /// <summary>The states of the cases in the list: those that were decided, referred or held.</summary>
    public static IReadOnlyList<string> Listed { get; } = [Held, Referred, Issued, Denied];
}
