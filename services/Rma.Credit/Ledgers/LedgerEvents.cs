using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Credit.Ledgers;

// All events of the ledger of a serial number or license code. Stored names are pinned in CreditService: change one only with a mapping.

/// <summary>An event of a ledger.</summary>
public abstract record LedgerEvent
{
    private protected LedgerEvent() { }
}

/// <summary>A credit was issued for a purchase of this item (clause W13).</summary>
/// <param name="Net">Price less fees, without tax: what counts towards the lifetime cap.</param>
/// <param name="PricePaid">Net price of the invoice as known at that time, same currency.</param>
/// <param name="InvoiceLine">Its line; null where it was not kept.</param>
public sealed record CreditPosted(
    Guid CreditId, Guid ReturnId, string RmaNumber, string InvoiceId, Money Net, decimal PricePaid, DateTimeOffset PostedAt,
    int? InvoiceLine = null)
    : LedgerEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.W13];
}

/// <summary>A charge was raised for a return of this unit.</summary>
/// <param name="InvoiceId">Its purchase; null when unknown.</param>
/// <param name="PricePaid">Net price of the invoice as known at that time; null when unknown.</param>
public sealed record ChargePosted(
    Guid ChargeId, Guid ReturnId, string RmaNumber, string? InvoiceId, Money Amount, decimal? PricePaid, DateTimeOffset PostedAt)
        : LedgerEvent;

/// <summary>The license code was activated (clause C7).</summary>
/// <param name="Withdrawn">The activation was withdrawn.</param>
public sealed record LicenseActivationRecorded(
    string Sku, DateTimeOffset ActivatedAt, DateTimeOffset RecordedAt, int Revision = 1, bool Withdrawn = false) : LedgerEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.C7];
}
