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

    /// <summary>The parcel comes in.</summary>
    public sealed record Accepted(Decision Decision) : DockJudgement(Decision);

    /// <summary>The parcel goes back; final for this delivery, the number itself stays usable .</summary>
    /// <param name="Code">The first reason, one of <see cref="ParcelRefusals"/>; the decision tells all of them.</param>
    /// <param name="Decision">The explained decision.</param>
    public sealed record Refused(string Code, Decision Decision) : DockJudgement(Decision);

    /// <summary>
    /// The number is sound but unknown, and the parcel waits for news of it; or its time cannot be true, and it waits for a person.
    /// </summary>
    /// <param name="Code"><see cref="ParcelRefusals.UnknownNumber"/> or <see cref="ParcelRefusals.TimeImplausible"/>.</param>
    /// <param name="HoldFor">How long from its receipt an unknown number is waited for, before it is judged again with
    /// <see cref="DockFacts.HoldElapsed"/>.</param>
    /// <param name="Decision">The explained decision, a referral.</param>
    public sealed record Held(string Code, TimeSpan HoldFor, Decision Decision) : DockJudgement(Decision);
}

/// <summary>Why parcels are refused; public and stable.</summary>
public static class ParcelRefusals
{
    /// <summary>No marking on the outer packaging (P3, rule 7).</summary>
    public const string Unmarked = "parcel.unmarked";

    /// <summary>A marking that cannot be read as a number (P3, rule 8).</summary>
    public const string Illegible = "parcel.illegible";

    /// <summary>A sound number nobody issued (P3).</summary>
    public const string UnknownNumber = "parcel.unknown-number";

    /// <summary>The number has expired (P4, P3, rule 14).</summary>
    public const string Expired = "parcel.expired";

    /// <summary>The number was cancelled before the scan (P2, P3).</summary>
    public const string Cancelled = "parcel.cancelled";

    /// <summary>
    /// Nobody knows when it came: its scan is dated before its number was issued, or by a clock that is far off (P2, rule 3).
    /// </summary>
    public const string TimeImplausible = "parcel.time-implausible";

    /// <summary>The customer has not paid the freight (P2, rule 6).</summary>
    public const string FreightCollect = "parcel.freight-collect";
}
