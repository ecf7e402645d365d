using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>What is known of one returned item when its credit is decided. Null means "not known" unless said otherwise.</summary>
public sealed record CreditFacts : IDecidable, IJsonOnDeserializing
{
    private int edition = RuleEdition.Current;

    /// <summary>The edition of the rules that decides it; facts stored without one are of the first.</summary>
    public int Edition { get => edition; init => edition = value; }

    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "credit";

    /// <summary>The remedy; a credit return where nothing is said.</summary>
    public string Remedy { get; init; } = Remedies.CreditReturn;

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [CreditPolicy.Assess(version, WithFeeOf(version)).Decision];

    /// <summary>Whether the return runs under an RMA number; a ticket number is not enough (C1, rule 98).</summary>
    public required bool HasRmaNumber { get; init; }

    /// <summary>Whether the item is a licence code. A licence has no box: it arrives on the day of decision and is not inspected.</summary>
    public bool IsLicense { get; init; }

    /// <summary>When the licence was activated; null when it was not. Read at the time of decision .</summary>
    public DateTimeOffset? LicenseActivatedAt { get; init; }

    /// <summary>Local date of the dock arrival, the "return date"; not used for licences.</summary>
    public DateOnly? ArrivedOn { get; init; }

    /// <summary>Local date of the invoice: day 0.</summary>
    public DateOnly? InvoiceDate { get; init; }

    /// <summary>Price paid for this item, net of discount, without tax and freight, in major units; never the list price .</summary>
    public decimal? NetPrice { get; init; }

    /// <summary>Tax invoiced on this one item, in major units; 0 when none was.</summary>
    public decimal? Tax { get; init; }

    /// <summary>ISO 4217 code of the invoice.</summary>
    public string? Currency { get; init; }

    /// <summary>What was credited for this serial over its life, without tax, in major units of the same currency .</summary>
    public decimal CreditedBefore { get; init; }

    /// <summary>What the inspection found (C4); null before it.</summary>
    public InspectionFacts? Inspection { get; init; }

    /// <summary>
    /// The fee somebody entitled chose within the band, in percent; null for the default of the tier.
    /// Without a trigger no fee is due.
    /// </summary>
    public decimal? ChosenFeePercent { get; init; }

    /// <summary>Local date of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>When the RMA number was issued; an advance replacement is ordered after it (V5).</summary>
    public DateTimeOffset? RmaIssuedAt { get; init; }

    /// <summary>Last good local day of the RMA number (P4, A-37).</summary>
    public DateOnly? ValidThrough { get; init; }

    /// <summary>The product returned (V2).</summary>
    public string? Sku { get; init; }

    /// <summary>The order an advance replacement is for; null while none was heard of.</summary>
    public ReplacementOrderFacts? Replacement { get; init; }

    /// <summary>Whether the bench found a fault (V1, A-36); null before the test.</summary>
    public bool? FaultFound { get; init; }

    /// <summary>
    /// Codes of <see cref="Policy.Exclusions"/> found at inspection and test, beside housing and label; null for none.
    /// </summary>
    public ValueList<string>? Exclusions { get; init; }

    /// <summary>Facts about the sale that cannot all be true, each pair in words; null for none.</summary>
    public ValueList<string>? Contradictions { get; init; }

    /// <summary>
    /// What was credited on the same invoice line for another serial number, without tax, in major units of the same currency: the line was
    /// moved after it was credited (W13). Null for nothing.
    /// </summary>
    public decimal? CreditedOnLineElsewhere { get; init; }

    /// <summary>What somebody entitled allowed for this return; null for nothing.</summary>
    public ValueList<PolicyOverride>? Overrides { get; init; }

    void IJsonOnDeserializing.OnDeserializing() => edition = RuleEdition.First;

    // A draft with a narrower band has no place for the fee that was chosen: its own tier counts.
    private CreditFacts WithFeeOf(PolicyVersion version) =>
        ChosenFeePercent is { } percent && !RestockingFee.IsWithinBand(version, percent) && FeeOverride(version) is null
        ? this with { ChosenFeePercent = null }
        : this;

    /// <summary>The override in force that names exactly the chosen fee; null where there is none.</summary>
    public PolicyOverride? FeeOverride(PolicyVersion version) =>
        Overrides?.FirstOrDefault(given => given.AllowsFee(ChosenFeePercent, version, DecidedOn));
}

/// <summary>The order of an advance replacement (V2, V3, V5, V6).</summary>
/// <param name="Sku">The item ordered; null when the order has none that could be it.</param>
/// <param name="ReferencesRma">Whether the order names the RMA number.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="ReturnedItemIsPhasedOut">Whether the returned item is phased out or discontinued, so that its successor may be
/// ordered.</param>
/// <param name="SuccessorSku">Its designated successor .</param>
/// <param name="OrderLine">The line of the order that stands for this return; null where none does, or where lines were not counted
/// yet.</param>
/// <param name="Quantity">How many that line orders; null as <paramref name="OrderLine"/>.</param>
/// <param name="UsedUp">Whether the order has the item, and all it orders of it stands for other returns (V6); null as
/// <paramref name="OrderLine"/>.</param>
public sealed record ReplacementOrderFacts(
    string PurchaseOrderId, string? Sku, bool ReferencesRma, DateTimeOffset? PlacedAt, bool ReturnedItemIsPhasedOut, string? SuccessorSku,
    int? OrderLine = null, int? Quantity = null, bool? UsedUp = null);

/// <summary>What an inspection found, as facts, without judging them.</summary>
public sealed record InspectionFacts
{
    /// <summary>The retail box was opened: "open-box" (C3, A-13).</summary>
    public required bool RetailBoxOpened { get; init; }

    /// <summary>The factory seal is broken; counts as open-box even on an unopened box .</summary>
    public required bool FactorySealBroken { get; init; }

    /// <summary>The unit's own housing was opened (W3, A-13); for a credit that is a matter of mishandling (C5).</summary>
    public required bool EnclosureOpened { get; init; }

    /// <summary>Accessories that were sold with the unit and did not come back.</summary>
    public required ValueList<string> MissingAccessories { get; init; }

    /// <summary>State of the serial label.</summary>
    public required SerialLabel SerialLabel { get; init; }

    /// <summary>Scratches, dents and the like (C5).</summary>
    public required bool CosmeticDamage { get; init; }

    /// <summary>Damage inside (C5).</summary>
    public required bool InternalDamage { get; init; }

    /// <summary>The technician's words.</summary>
    public string? Note { get; init; }
}

/// <summary>State of a unit's serial label; only an intact one proves which unit was bought (W4, E06).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SerialLabel>))]
public enum SerialLabel
{
    /// <summary>There, but not to be read.</summary>
    Unreadable,

    /// <summary>Gone.</summary>
    Missing,

    /// <summary>Changed.</summary>
    Altered,

    /// <summary>As it left the factory.</summary>
    Intact,
}
