using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The facts of one returned item for the credit decision. Null means "not known" unless stated otherwise.</summary>
public sealed record CreditFacts : IDecidable, IJsonOnDeserializing
{
    private int edition = RuleEdition.Current;

    /// <summary>The edition of the rules that decides it; facts stored without one belong to the first.</summary>
    public int Edition { get => edition; init => edition = value; }

    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "credit";

    /// <summary>The remedy; a credit return when not given.</summary>
    public string Remedy { get; init; } = Remedies.CreditReturn;

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [CreditPolicy.Assess(version, WithFeeOf(version)).Decision];

    /// <summary>Whether the return runs under an RMA number; a ticket number is not enough (C1, rule 98).</summary>
    public required bool HasRmaNumber { get; init; }

    /// <summary>Whether the item is a license code. A license has no box: it arrives on the day of decision and is not inspected.</summary>
    public bool IsLicense { get; init; }

    /// <summary>When the license was activated; null when it was not. Read at the time of decision .</summary>
    public DateTimeOffset? LicenseActivatedAt { get; init; }

    /// <summary>Local date of the dock arrival, the "return date"; not used for licenses.</summary>
    public DateOnly? ArrivedOn { get; init; }

    /// <summary>Local date of the invoice: day 0.</summary>
    public DateOnly? InvoiceDate { get; init; }

    /// <summary>Price paid for this item, net of discount, without tax and freight, in major units; never the list price .</summary>
    public decimal? NetPrice { get; init; }

    /// <summary>Tax invoiced on this one item, in major units; 0 when none was.</summary>
    public decimal? Tax { get; init; }

    /// <summary>ISO 4217 code of the invoice.</summary>
    public string? Currency { get; init; }

    /// <summary>Earlier credits for this serial number, without tax, in major units of the same currency .</summary>
    public decimal CreditedBefore { get; init; }

    /// <summary>The inspection (C4); null before it.</summary>
    public InspectionFacts? Inspection { get; init; }

    /// <summary>
    /// The chosen fee within the band, in percent; null for the default of the tier. Without a trigger no fee is due.
    /// </summary>
    public decimal? ChosenFeePercent { get; init; }

    /// <summary>Local date of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>When the RMA number was issued; an advance replacement is ordered after it (V5).</summary>
    public DateTimeOffset? RmaIssuedAt { get; init; }

    /// <summary>Last valid local day of the RMA number (P4, A-37).</summary>
    public DateOnly? ValidThrough { get; init; }

    /// <summary>The product returned (V2).</summary>
    public string? Sku { get; init; }

    /// <summary>The order of an advance replacement; null while none is known.</summary>
    public ReplacementOrderFacts? Replacement { get; init; }

    /// <summary>Whether the bench found a fault (V1, A-36); null before the test.</summary>
    public bool? FaultFound { get; init; }

    /// <summary>
    /// Codes of <see cref="Policy.Exclusions"/> found at inspection and test, besides enclosure and label; null for none.
    /// </summary>
    public ValueList<string>? Exclusions { get; init; }

    /// <summary>Contradicting facts about the sale, each pair in words; null for none.</summary>
    public ValueList<string>? Contradictions { get; init; }

    /// <summary>
    /// Credits on the same invoice line for another serial number, without tax, in major units of the same currency: the line was moved
    /// after it was credited (W13). Null for none.
    /// </summary>
    public decimal? CreditedOnLineElsewhere { get; init; }

    /// <summary>Overrides granted for this return; null for none.</summary>
    public ValueList<PolicyOverride>? Overrides { get; init; }

    void IJsonOnDeserializing.OnDeserializing() => edition = RuleEdition.First;

    // A draft with a narrower band may not contain the chosen fee: its own tier is used.
    private CreditFacts WithFeeOf(PolicyVersion version) =>
        ChosenFeePercent is { } percent && !RestockingFee.IsWithinBand(version, percent) && FeeOverride(version) is null
        ? this with { ChosenFeePercent = null }
        : this;

    /// <summary>The valid override that names exactly the chosen fee; null when there is none.</summary>
    public PolicyOverride? FeeOverride(PolicyVersion version) =>
        Overrides?.FirstOrDefault(given => given.AllowsFee(ChosenFeePercent, version, DecidedOn));
}

/// <summary>The order of an advance replacement (V2, V3, V5, V6).</summary>
/// <param name="Sku">The ordered item; null when no item of the order matches.</param>
/// <param name="ReferencesRma">Whether the order names the RMA number.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="ReturnedItemIsPhasedOut">Whether the returned item is phased out or discontinued, so that its successor may be
/// ordered.</param>
/// <param name="SuccessorSku">Its designated successor .</param>
/// <param name="OrderLine">The order line that covers this return; null when none does, or in facts from before lines were counted.</param>
/// <param name="Quantity">The quantity of that line; null as <paramref name="OrderLine"/>.</param>
/// <param name="UsedUp">Whether the order has the item but its whole quantity covers other returns (V6); null as <paramref
/// name="OrderLine"/>.</param>
public sealed record ReplacementOrderFacts(
    string PurchaseOrderId, string? Sku, bool ReferencesRma, DateTimeOffset? PlacedAt, bool ReturnedItemIsPhasedOut, string? SuccessorSku,
    int? OrderLine = null, int? Quantity = null, bool? UsedUp = null);
