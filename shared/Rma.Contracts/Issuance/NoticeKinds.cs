namespace Rma.Contracts.Issuance;

/// <summary>What a notice tells its reader; webhooks are called with it.</summary>
public static class NoticeKinds
{
    /// <summary>A number was issued.</summary>
    public const string Authorized = "authorized";

    /// <summary>A request was denied.</summary>
    public const string Denied = "denied";

    /// <summary>A parcel was refused.</summary>
    public const string RefusedAtDock = "refused-at-dock";

    /// <summary>A unit has arrived.</summary>
    public const string Received = "received";

    /// <summary>A quote waits for an answer.</summary>
    public const string QuoteWaiting = "quote-waiting";

    /// <summary>The last day of a number comes near.</summary>
    public const string AboutToExpire = "about-to-expire";

    /// <summary>A unit, or another one for it, is on its way.</summary>
    public const string ShippedBack = "shipped-back";

    /// <summary>A credit was issued.</summary>
    public const string CreditIssued = "credit-issued";

    /// <summary>A charge was raised.</summary>
    public const string ChargeRaised = "charge-raised";

    /// <summary>A request waits for a fact or a person.</summary>
    public const string Waiting = "waiting";

    /// <summary>A request was withdrawn.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>A request waited for too long.</summary>
    public const string Lapsed = "lapsed";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Authorized, Denied, RefusedAtDock, Received, QuoteWaiting, AboutToExpire, ShippedBack, CreditIssued, ChargeRaised, Waiting,
        Withdrawn, Lapsed,
    ];
}
