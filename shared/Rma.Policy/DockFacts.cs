using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The facts for judging a parcel; each carton is judged by itself .</summary>
/// <param name="ScannedAt">The authoritative time of the scan, not the time when the message arrived .</param>
/// <param name="Marking">The marking on the outer packaging.</param>
/// <param name="Freight">Who pays the carrier.</param>
/// <param name="Authorization">The state of the number at the dock; only used when the marking is legible.</param>
/// <param name="HoldElapsed">Whether the hold time of an unknown number is over.</param>
/// <param name="TimeIsUnreliable">Whether the clock of the device is so far off that <paramref name="ScannedAt"/> is meaningless.</param>
public sealed record DockFacts(
    DateTimeOffset ScannedAt, Marking Marking, FreightTerms Freight, DockAuthorization Authorization, bool HoldElapsed,
    bool TimeIsUnreliable = false) : IDecidable
{
    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "dock";

    /// <inheritdoc />
    [JsonIgnore]
    public string? Remedy => null;

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [DockPolicy.Judge(version, this).Decision];
}

/// <summary>Who pays the inbound freight (P2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FreightTerms>))]
public enum FreightTerms
{
    /// <summary>The receiver pays.</summary>
    Collect,

    /// <summary>The customer has paid.</summary>
    Prepaid,
}

/// <summary>The freight terms in the words of scanners and lists.</summary>
public static class FreightInWords
{
    /// <summary>See <see cref="FreightTerms.Prepaid"/>.</summary>
    public const string Prepaid = "prepaid";

    /// <summary>See <see cref="FreightTerms.Collect"/>.</summary>
    public const string Collect = "collect";

    /// <summary>The word for it.</summary>
    public static string Of(FreightTerms terms) => terms == FreightTerms.Prepaid ? Prepaid : Collect;
}

/// <summary>The state of an RMA number at the dock.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(NotKnown), "not-known")]
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
public abstract record DockAuthorization
{
    private DockAuthorization() { }

    /// <summary>Not known (yet).</summary>
    public sealed record NotKnown : DockAuthorization;

    /// <summary>Issued, and not cancelled. Whether it has expired depends on dates, not on a status (E09).</summary>
    /// <param name="ValidThrough">Last valid local day, inclusive.</param>
    /// <param name="IssuedAt">When it was issued; null in facts from before it was stored.</param>
    public sealed record Open(DateOnly ValidThrough, DateTimeOffset? IssuedAt = null) : DockAuthorization;

    /// <summary>Issued and later cancelled.</summary>
    /// <param name="CancelledAt">From this instant on the number is invalid.</param>
    /// <param name="ValidThrough">Last valid local day, inclusive, without the cancellation.</param>
    /// <param name="IssuedAt">When it was issued; null in facts from before it was stored.</param>
    public sealed record Cancelled(DateTimeOffset CancelledAt, DateOnly ValidThrough, DateTimeOffset? IssuedAt = null) : DockAuthorization;
}
