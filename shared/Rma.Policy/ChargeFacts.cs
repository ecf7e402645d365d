using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The facts of a return for the decision on its charge. Null means "not known" unless stated otherwise.</summary>
public sealed record ChargeFacts : IDecidable
{
    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "charge";

    /// <summary>The remedy of the return.</summary>
    public required string Remedy { get; init; }

    /// <summary>Price paid for the returned unit, net of discount, in major units: base of a restocking fee (T5, A-27).</summary>
    public decimal? NetPrice { get; init; }

    /// <summary>ISO 4217 code of the invoice, or of the fees when no invoice is known.</summary>
    public string? Currency { get; init; }

    /// <summary>Accessories that were sold with the unit and not returned.</summary>
    public ValueList<string> MissingAccessories { get; init; } = [];

    /// <summary>The bench found no fault: nothing is restocked, so no fee is due (T10, A-30).</summary>
    public bool NoFaultFound { get; init; }

    /// <summary>The quote that was approved and whose work was done; null when there was none.</summary>
    public QuotedRepair? ApprovedQuote { get; init; }

    /// <summary>The requester declined a quote, or withdrew, and got the unit back (O3).</summary>
    public bool QuoteDeclined { get; init; }

    /// <summary>Whether a diagnosis was made .</summary>
    public bool Diagnosed { get; init; }

    /// <summary>The repair was free under the warranty.</summary>
    public bool Covered { get; init; }

    /// <summary>The service, when another one than ground was requested; null when it left by ground.</summary>
    public FreightFacts? Freight { get; init; }

    /// <summary>The chosen restocking fee within the band, in percent; null for the default (T5, A-33).</summary>
    public decimal? ChosenFeePercent { get; init; }

    /// <summary>Overrides granted for this return; null for none.</summary>
    public ValueList<PolicyOverride>? Overrides { get; init; }

    /// <summary>Local date of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version) => [ChargePolicy.Assess(version, this).Decision];
}

/// <summary>An approved quote: labor and parts, without tax .</summary>
public sealed record QuotedRepair(int Version, decimal Amount, string Currency);

/// <summary>The shipping service, when it was not the ground service (W10, W11).</summary>
/// <param name="Service">E.g. <c>UPS Next Day Air</c>.</param>
/// <param name="Cost">Its cost, in major units.</param>
/// <param name="GroundCost">The cost of the ground service.</param>
public sealed record FreightFacts(string Service, decimal Cost, decimal GroundCost, string Currency);
