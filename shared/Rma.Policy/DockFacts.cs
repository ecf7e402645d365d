using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>What is known when a parcel is judged; each carton is judged by itself .</summary>
/// <param name="ScannedAt">When the scanner read it, which counts, not when the message arrived .</param>
/// <param name="Marking">What the outer packaging says.</param>
/// <param name="Freight">Who pays the carrier.</param>
/// <param name="Authorization">What the dock knows of the number; not looked at unless the marking is legible.</param>
/// <param name="HoldElapsed">Whether the parcel has already been held as long as an unknown number may be.</param>
/// <param name="TimeIsUnreliable">Whether the clock of the device is known to be so far off that <paramref name="ScannedAt"/> says
/// nothing.</param>
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
    /// <summary>The receiver would pay.</summary>
    Collect,

    /// <summary>The customer has paid.</summary>
    Prepaid,
}

/// <summary>What the dock knows of an RMA number.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(NotKnown), "not-known")]
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
public abstract record DockAuthorization
{
    private DockAuthorization() { }

    /// <summary>No news of this number (yet).</summary>
    public sealed record NotKnown : DockAuthorization;

    /// <summary>Issued, and not cancelled. Whether it has expired is a matter of dates, not of a status (E09).</summary>
    /// <param name="ValidThrough">Last good local day, inclusive.</param>
    /// <param name="IssuedAt">When it was issued; null in what was stored before it was looked at.</param>
    public sealed record Open(DateOnly ValidThrough, DateTimeOffset? IssuedAt = null) : DockAuthorization;

    /// <summary>Issued and later cancelled.</summary>
    /// <param name="CancelledAt">From this instant on the number authorises nothing.</param>
    /// <param name="ValidThrough">Last good local day, inclusive, had it not been cancelled.</param>
    /// <param name="IssuedAt">When it was issued; null in what was stored before it was looked at.</param>
    public sealed record Cancelled(DateTimeOffset CancelledAt, DateOnly ValidThrough, DateTimeOffset? IssuedAt = null) : DockAuthorization;
}
