namespace Rma.Contracts.Issuance;

/// <summary>How a return ends: the values of <see cref="V1.ReturnClosed.Outcome"/>.</summary>
public static class Outcomes
{
    /// <summary>A credit was issued.</summary>
    public const string Credited = "credited";

    /// <summary>No credit was due, because nothing had been paid; the item stays.</summary>
    public const string NothingDue = "nothing-due";

    /// <summary>The credit of a license was denied; there is nothing to send back.</summary>
    public const string Denied = "denied";

    /// <summary>It went back as it came.</summary>
    public const string ReturnedUnrepaired = "returned-unrepaired";

    /// <summary>It went back: no fault was found.</summary>
    public const string NoFaultFound = "no-fault-found";

    /// <summary>It went back repaired.</summary>
    public const string Repaired = "repaired";

    /// <summary>A refurbished unit left instead of it (W8).</summary>
    public const string Replaced = "replaced";

    /// <summary>A unit was sent to the distributor's stock for it (T9).</summary>
    public const string Exchanged = "exchanged";

    /// <summary>It did not arrive through the last day of its number (P4).</summary>
    public const string Expired = "expired";

    /// <summary>Its number was cancelled before it arrived.</summary>
    public const string Cancelled = "cancelled";
}
