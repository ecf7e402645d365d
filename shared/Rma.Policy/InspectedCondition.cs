using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>
/// What an inspection saw, as facts without conclusions: the one shape of it inside, which the dock stores and a credit is decided on. On
/// the wire it is a flat record of the contracts. The orders keep the JSON of what is stored; a new fact comes last and is not required,
/// because stored inspections have none.
/// </summary>
public abstract record InspectedCondition
{
    private const int BeforeLabel = -1;
    private const int AfterLabel = 1;

    /// <summary>The order of what a kind of inspection has besides.</summary>
    protected const int Besides = 2;

    /// <summary>The retail box was opened: "open-box" (C3, A-13).</summary>
    [JsonPropertyOrder(BeforeLabel)]
    public required bool RetailBoxOpened { get; init; }

    /// <summary>The factory seal is broken; counts as open-box even on an unopened box .</summary>
    [JsonPropertyOrder(BeforeLabel)]
    public required bool FactorySealBroken { get; init; }

    /// <summary>The unit's own enclosure was opened (W3, A-13); for a credit this counts as mishandling (C5).</summary>
    [JsonPropertyOrder(BeforeLabel)]
    public required bool EnclosureOpened { get; init; }

    /// <summary>Accessories that were sold with the unit and not returned, in the order of the bill of accessories.</summary>
    [JsonPropertyOrder(BeforeLabel)]
    public required ValueList<string> MissingAccessories { get; init; }

    /// <summary>Scratches, dents and the like, from improper use or mishandling (C5).</summary>
    [JsonPropertyOrder(AfterLabel)]
    public required bool CosmeticDamage { get; init; }

    /// <summary>Damage inside (C5).</summary>
    [JsonPropertyOrder(AfterLabel)]
    public required bool InternalDamage { get; init; }

    /// <summary>The inspector's note.</summary>
    [JsonPropertyOrder(AfterLabel)]
    public string? Note { get; init; }
}

/// <summary>The condition of a unit as a credit is decided on it.</summary>
public sealed record InspectionFacts : InspectedCondition
{
    /// <summary>State of the serial label.</summary>
    public required SerialLabel SerialLabel { get; init; }
}

/// <summary>State of a unit's serial label; only an intact one proves which unit was bought (W4, E06).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SerialLabel>))]
public enum SerialLabel
{
    /// <summary>Present but unreadable.</summary>
    Unreadable,

    /// <summary>Missing.</summary>
    Missing,

    /// <summary>Altered.</summary>
    Altered,

    /// <summary>In factory condition.</summary>
    Intact,
}
