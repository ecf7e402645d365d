namespace Rma.Contracts.Repair;

/// <summary>Why a unit goes back unrepaired; the first three are set when the job is opened.</summary>
public static class ReasonsUnrepaired
{
    /// <summary>The credit that it came for was denied.</summary>
    public const string NoCredit = "no-credit";

    /// <summary>The bench found no fault (T10).</summary>
    public const string NoFaultFound = "no-fault-found";

    /// <summary>What was found excludes it from the warranty.</summary>
    public const string Excluded = "excluded";

    /// <summary>The requester declined the quote.</summary>
    public const string QuoteDeclined = "quote-declined";

    /// <summary>The requester withdrew.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>It cannot be repaired.</summary>
    public const string NotRepairable = "not-repairable";
}
