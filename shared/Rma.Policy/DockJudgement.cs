using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The answer at the dock.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Held), "held")]
public abstract record DockJudgement
{
    private DockJudgement(Decision decision) => Decision = decision;

    /// <summary>The explained decision.</summary>
    public Decision Decision { get; }

    /// <summary>The parcel is accepted.</summary>
    public sealed record Accepted(Decision Decision) : DockJudgement(Decision);

    /// <summary>The parcel is refused; final for this delivery, the number itself stays valid .</summary>
    /// <param name="Code">The first reason, one of <see cref="ParcelRefusals"/>; the decision contains all of them.</param>
    /// <param name="Decision">The explained decision.</param>
    public sealed record Refused(string Code, Decision Decision) : DockJudgement(Decision);

    /// <summary>
    /// The number is well-formed but unknown, and the parcel is held until it is known; or the scan time is implausible, and the parcel
    /// waits for a person.
    /// </summary>
    /// <param name="Code"><see cref="ParcelRefusals.UnknownNumber"/> or <see cref="ParcelRefusals.TimeImplausible"/>.</param>
    /// <param name="HoldFor">The hold time of an unknown number from receipt, after which it is judged again with <see
    /// cref="DockFacts.HoldElapsed"/>.</param>
    /// <param name="Decision">The explained decision, a referral.</param>
    public sealed record Held(string Code, TimeSpan HoldFor, Decision Decision) : DockJudgement(Decision);
}

/// <summary>Why parcels are refused; public and stable.</summary>
public static class ParcelRefusals
{
    /// <summary>No marking on the outer packaging (P3, rule 7).</summary>
    public const string Unmarked = "parcel.unmarked";

    /// <summary>A marking that is not a well-formed number (P3, rule 8).</summary>
    public const string Illegible = "parcel.illegible";

    /// <summary>A well-formed number that was never issued (P3).</summary>
    public const string UnknownNumber = "parcel.unknown-number";

    /// <summary>The number has expired (P4, P3, rule 14).</summary>
    public const string Expired = "parcel.expired";

    /// <summary>The number was cancelled before the scan (P2, P3).</summary>
    public const string Cancelled = "parcel.cancelled";

    /// <summary>
    /// The arrival time is unknown: the scan is dated before the issue of the number, or by an unreliable clock (P2, rule 3).
    /// </summary>
    public const string TimeImplausible = "parcel.time-implausible";

    /// <summary>The customer has not paid the freight (P2, rule 6).</summary>
    public const string FreightCollect = "parcel.freight-collect";
}
