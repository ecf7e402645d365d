using System.Text.Json.Serialization;

namespace Rma.Policy;

/// <summary>The facts of a return request.</summary>
/// <param name="RequestedAt">The instant of the request; its local date is the date of decision and of issuance (day 0).</param>
/// <param name="Remedy">One of <see cref="Remedies"/>; any other is refused as not offered.</param>
/// <param name="Account">The requesting account; null when unknown.</param>
/// <param name="Lines">The requested items; distinct, and at least one (ensured by the caller).</param>
public sealed record IssuanceFacts(DateTimeOffset RequestedAt, string Remedy, AccountFacts? Account, ValueList<LineFacts> Lines)
    : IDecidable, IJsonOnDeserializing
{
    private int edition = RuleEdition.Current;

    /// <summary>The edition of the rules that decides it; facts stored without one belong to the first.</summary>
    public int Edition { get => edition; init => edition = value; }

    /// <summary>Whether a ticket number is requested: it allows receipt and repair, never a credit, and does not expire .</summary>
    public bool ByTicket { get; init; }

    /// <summary>Whether the answer names all clauses, and tells an account outside the policy whom to ask.</summary>
    internal bool IsCited => edition != RuleEdition.First;

    /// <inheritdoc />
    [JsonIgnore]
    public string Question => "authorization";

    /// <inheritdoc />
    public IReadOnlyList<Decision> DecideUnder(PolicyVersion version)
    {
        var decision = IssuancePolicy.Decide(version, this);
        return [decision.Overall, .. decision.Lines.Select(line => line.Decision)];
    }

    void IJsonOnDeserializing.OnDeserializing() => edition = RuleEdition.First;
}

/// <summary>The account on the date of the request .</summary>
/// <param name="Role">Its role, e.g. <c>distributor</c>; null when unknown.</param>
/// <param name="Authorized">Whether it is authorized on that date; null when unknown.</param>
public sealed record AccountFacts(string? Role, bool? Authorized);

/// <summary>
/// One requested item. Null means "not known", except for <see cref="ActivatedAt"/> and <see cref="OpenRmaNumber"/>, where it means "none":
/// those come from registers that know all activations and all RMAs.
/// </summary>
public sealed record LineFacts
{
    /// <summary>Serial number of a unit, or the code of a license.</summary>
    public required string Item { get; init; }

    /// <summary>Whether the item is a license code, judged one by one .</summary>
    public bool IsLicense { get; init; }

    /// <summary>The product; its product facts are known with it.</summary>
    public string? Sku { get; init; }

    /// <summary>Whether EverFocus sold the item to the requesting account. If not, no other fact here appears in the answer.</summary>
    public bool? SoldToThisAccount { get; init; }

    /// <summary>Local date of the invoice: day 0 of the credit window.</summary>
    public DateOnly? InvoiceDate { get; init; }

    /// <summary>Price paid for this one item, net of discount, without tax and freight, in major units.</summary>
    public decimal? NetPrice { get; init; }

    /// <summary>ISO 4217 code of the invoice.</summary>
    public string? Currency { get; init; }

    /// <summary>When the license was activated; null when it was not.</summary>
    public DateTimeOffset? ActivatedAt { get; init; }

    /// <summary>The open RMA of this item; null when there is none.</summary>
    public string? OpenRmaNumber { get; init; }

    /// <summary>Whether the item has been credited before.</summary>
    public bool AlreadyCredited { get; init; }

    /// <summary>Whether the requester claims that it is defective.</summary>
    public bool DefectReported { get; init; }

    /// <summary>Local date of the latest sale shipment (W7, A-12).</summary>
    public DateOnly? ShippedOn { get; init; }

    /// <summary>Warranty term of the product row in force at the shipment, in calendar months (W2, A-09).</summary>
    public int? WarrantyMonths { get; init; }

    /// <summary>For a refurbished replacement: the last covered day of the unit it replaced (W9); null for any other unit.</summary>
    public DateOnly? InheritedWarrantyEnd { get; init; }

    /// <summary>Last day of the extension that a paid repair granted (O2); null when none did.</summary>
    public DateOnly? ExtendedThrough { get; init; }

    /// <summary>The unit that replaced it (rule 44); null when none did.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Whether it has a drive of its own: data on it are assumed backed up by others (D4, A-48).</summary>
    public bool HasDrive { get; init; }

    /// <summary>Whether the product is phased out or discontinued (V3).</summary>
    public bool PhasedOut { get; init; }

    /// <summary>The designated successor of a phased-out product .</summary>
    public string? SuccessorSku { get; init; }

    /// <summary>When its serial number was last found eligible by a validation (T4, A-32); null when never.</summary>
    public DateTimeOffset? ValidatedAt { get; init; }

    /// <summary>When the distributor exchanged it over the counter; null when not.</summary>
    public DateTimeOffset? ExchangedAt { get; init; }

    /// <summary>The product that the distributor gave for it (T7).</summary>
    public string? ExchangedForSku { get; init; }

    /// <summary>The account on the exchange date .</summary>
    public AccountFacts? AccountAtExchange { get; init; }

    /// <summary>
    /// Contradicting facts about the item, each pair in words; null for none. Neither the order of arrival nor document numbers decide
    /// which is right: a person has to look.
    /// </summary>
    public ValueList<string>? Contradictions { get; init; }

    /// <summary>Overrides granted for this item.</summary>
    public ValueList<PolicyOverride>? Overrides { get; init; }

    /// <summary>The local date of the exchange.</summary>
    internal DateOnly? ExchangedOn(PolicyVersion version) => ExchangedAt is { } at ? version.Calendar.LocalDate(at) : null;
}
