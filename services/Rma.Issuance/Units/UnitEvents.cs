using System.Text.Json.Serialization;
using Rma.Contracts.Repair;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Units;

// All events in the biography of a serial number or license code. Stored names are pinned in IssuanceService: change one only with a
// mapping.

/// <summary>An event of a unit.</summary>
public abstract record UnitEvent
{
    private protected UnitEvent() { }
}

/// <summary>It left the warehouse (clause W7).</summary>
/// <param name="Withdrawn">The shipment was withdrawn.</param>
public sealed record UnitShipmentRecorded(
    string ShipmentId, int Revision, string Sku, string AccountId, DateTimeOffset ShippedAt, DateTimeOffset RecordedAt,
    bool Withdrawn = false)
    : UnitEvent, IRevised;

/// <summary>It was invoiced. Amounts per unit, in the invoice's currency; net of discount, without tax and freight.</summary>
public sealed record UnitPurchaseRecorded(
    string InvoiceId, int InvoiceLine, int Revision, string Sku, string AccountId, DateOnly InvoiceDate, decimal NetPrice, decimal Discount,
    decimal Tax, decimal Freight, string Currency, DateTimeOffset RecordedAt) : UnitEvent, IRevised;

/// <summary>An invoice line that was its purchase was withdrawn, or now belongs to another unit.</summary>
/// <param name="Revision">The revision of the line; a higher one may assign it again.</param>
/// <param name="MovedTo">The serial number or code it belongs to now; null when withdrawn.</param>
public sealed record UnitPurchaseWithdrawn(string InvoiceId, int InvoiceLine, int Revision, string? MovedTo, DateTimeOffset RecordedAt)
    : UnitEvent;

/// <summary>The license code was activated (clause C7).</summary>
/// <param name="Withdrawn">The activation was withdrawn.</param>
public sealed record LicenseActivationRecorded(
    string Sku, DateTimeOffset ActivatedAt, DateTimeOffset RecordedAt, int Revision = 1, bool Withdrawn = false) : UnitEvent;

/// <summary>A return was authorized for it: no other remedy until that one is closed .</summary>
/// <param name="Sku">The product, when the request named one: the same serial number on another product is another unit.</param>
public sealed record RemedyOpened(
    Guid ReturnId, Guid RmaId, string RmaNumber, string Remedy, DateTimeOffset OpenedAt, string? Sku = null) : UnitEvent;

/// <summary>The open return ended.</summary>
public sealed record RemedyClosed(Guid ReturnId, string RmaNumber, string Outcome, DateTimeOffset ClosedAt) : UnitEvent;

/// <summary>A credit was issued for it.</summary>
public sealed record UnitCredited(
    Guid ReturnId, Guid CreditId, string InvoiceId, decimal Amount, string Currency, DateTimeOffset CreditedAt) : UnitEvent;

/// <summary>
/// A question about this unit was decided: a validation before an exchange, or a line of a request. When one of its facts is corrected, the
/// question is decided again and the new decision is appended, linked to the old one, which stays (E11).
/// </summary>
/// <param name="DecisionId">This decision.</param>
/// <param name="Supersedes">The decision it corrects; null for a first one.</param>
/// <param name="Because">The fact that was corrected; null for a first one.</param>
/// <param name="RmaId">The request; null for a validation.</param>
/// <param name="AskedAt">The instant of the question, for which it is decided.</param>
/// <param name="Sku">The product, when the request named one.</param>
public sealed record UnitDecided(
    Guid DecisionId, Guid? Supersedes, string? Because, Guid? RmaId, string AccountId, DateTimeOffset AskedAt,
    OtcValidationFacts? Validation, IssuanceFacts? Request, Decision Decision, string? Code, DateTimeOffset DecidedAt, string? Sku = null)
        : UnitEvent, ICiteClauses, IDecided
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => Decision.Clauses;

    /// <summary><c>otc-validation</c> or <c>authorization</c>.</summary>
    [JsonIgnore]
    public string Question => Validation is null ? "authorization" : Validation.Question;

    /// <summary>The requested remedy.</summary>
    [JsonIgnore]
    public string Remedy => Request?.Remedy ?? Remedies.OtcExchange;

    // A request's lines are replayed with the request; only validations are replayed here.
    [JsonIgnore]
    public IEnumerable<DecidedCase> Decided => DecidedCase.Of(Validation, Decision);
}

/// <summary>The report of an exchange was wrong and was taken back.</summary>
/// <param name="AccountId">The account that had reported it.</param>
public sealed record UnitExchangeWithdrawn(string AccountId, string Reason, string WithdrawnBy, DateTimeOffset WithdrawnAt)
    : UnitEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.T7, Policy.Clauses.T8];
}

/// <summary>A distributor exchanged it over the counter (clauses T1, T7).</summary>
/// <param name="ReplacementSerialNumber">The unit given from stock.</param>
public sealed record UnitExchanged(
    string AccountId, string ReplacementSerialNumber, string? ReplacementSku, DateTimeOffset ExchangedAt, string ReportedBy,
    DateTimeOffset RecordedAt)
    : UnitEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.T7, Policy.Clauses.T8];
}

/// <summary>It was received under a number.</summary>
public sealed record UnitArrived(Guid ReturnId, string RmaNumber, Guid ParcelId, DateTimeOffset ArrivedAt) : UnitEvent;

/// <summary>Another unit was sent instead of this one: no further remedy for it (rule 44).</summary>
/// <param name="Kind"><c>refurbished-swap</c> or <c>stock-replacement</c>.</param>
public sealed record UnitReplacedBy(Guid ReturnId, string ReplacementSerialNumber, string Kind, DateTimeOffset ReplacedAt)
    : UnitEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses =>
        Kind == ReplacementKinds.RefurbishedSwap ? [Policy.Clauses.W8, Policy.Clauses.W9] : [Policy.Clauses.T9];
}

/// <summary>It was sent instead of another unit.</summary>
/// <param name="WarrantyEndsOn">For a refurbished swap: the last covered day of the original (W9); null when unknown.</param>
/// <param name="Grade">Its grade; <c>sellable</c> for a stock replacement, whose own shipment starts its own period .</param>
public sealed record UnitReplaces(
    Guid ReturnId, string OriginalSerialNumber, string Kind, string? Sku, string AccountId, DateOnly? WarrantyEndsOn, string Grade,
    DateTimeOffset ReplacedAt)
    : UnitEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses =>
        Kind == ReplacementKinds.RefurbishedSwap ? [Policy.Clauses.W8, Policy.Clauses.W9] : [Policy.Clauses.T9];
}

/// <summary>It was repaired and sent back, or sent back without a fault.</summary>
/// <param name="Outcome"><c>repaired</c> or <c>no-fault-found</c>.</param>
/// <param name="Covered">Free under the warranty; otherwise paid.</param>
public sealed record UnitRepaired(Guid ReturnId, string RmaNumber, string Outcome, bool Covered, DateTimeOffset ShippedAt) : UnitEvent;

/// <summary>A paid repair extended its warranty (clause O2).</summary>
public sealed record WarrantyExtended(Guid ReturnId, DateOnly From, DateOnly Through, DateTimeOffset ExtendedAt) : UnitEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.O2];
}

/// <summary>The requester was charged for it.</summary>
public sealed record UnitCharged(Guid ReturnId, Guid ChargeId, decimal Amount, string Currency, DateTimeOffset ChargedAt) : UnitEvent;

/// <summary>An override was granted for it; details are in the override ledger.</summary>
public sealed record OverrideAttached(PolicyOverride Override, string Reason, DateTimeOffset AttachedAt) : UnitEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Override.Clause];
}
