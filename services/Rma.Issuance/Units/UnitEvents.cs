using Rma.Issuance.Feed;

namespace Rma.Issuance.Units;

// Everything the biography of a serial number or licence code can hold. Stored names are pinned in IssuanceService: change one only with a
// mapping.

/// <summary>An event in the life of a unit.</summary>
public abstract record UnitEvent
{
    private protected UnitEvent() { }
}

/// <summary>It left the warehouse (clause W7).</summary>
public sealed record UnitShipmentRecorded(
    string ShipmentId, int Revision, string Sku, string AccountId, DateTimeOffset ShippedAt, DateTimeOffset RecordedAt) : UnitEvent, IRevised;

/// <summary>It was invoiced. Amounts per unit, in the invoice's currency; net of discount, without tax and freight.</summary>
public sealed record UnitPurchaseRecorded(
    string InvoiceId, int InvoiceLine, int Revision, string Sku, string AccountId, DateOnly InvoiceDate, decimal NetPrice, decimal Discount, decimal Tax,
    decimal Freight, string Currency, DateTimeOffset RecordedAt) : UnitEvent, IRevised;

/// <summary>The licence code was activated (clause C7).</summary>
public sealed record LicenseActivationRecorded(string Sku, DateTimeOffset ActivatedAt, DateTimeOffset RecordedAt) : UnitEvent;

/// <summary>A return was authorized for it: no other remedy until that one is closed .</summary>
public sealed record RemedyOpened(Guid ReturnId, Guid RmaId, string RmaNumber, string Remedy, DateTimeOffset OpenedAt) : UnitEvent;

/// <summary>The open return came to its end.</summary>
public sealed record RemedyClosed(Guid ReturnId, string RmaNumber, string Outcome, DateTimeOffset ClosedAt) : UnitEvent;

/// <summary>A credit was issued for it.</summary>
public sealed record UnitCredited(Guid ReturnId, Guid CreditId, string InvoiceId, decimal Amount, string Currency, DateTimeOffset CreditedAt) : UnitEvent;
