using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Orders;

// All events of a purchase order stream. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of a purchase order.</summary>
public abstract record PurchaseOrderEvent
{
    private protected PurchaseOrderEvent() { }
}

/// <summary>A line of an order.</summary>
/// <param name="Quantity">How many returned units it covers.</param>
/// <param name="RmaNumbers">The numbers it is for; empty when the order names none.</param>
public sealed record OrderedLine(int Line, string Sku, int Quantity, ValueList<string> RmaNumbers);

/// <summary>The order system stated what is ordered, and for which RMA numbers (clauses V5, V6).</summary>
/// <param name="Lines">Empty for an order that was cancelled or entered in error.</param>
/// <param name="Withdrawn">It was cancelled or entered in error.</param>
public sealed record OrderStated(
    string PurchaseOrderId, int Revision, string AccountId, ValueList<OrderedLine> Lines, DateTimeOffset PlacedAt, bool Withdrawn,
    DateTimeOffset StatedAt)
    : PurchaseOrderEvent, IRevised, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V5, Policy.Clauses.V6];
}

/// <summary>A unit was received under a number of the order: it waits for a part of the quantity, in the order of arrival.</summary>
/// <param name="Skus">Products that may replace it: its own, and its successor once it is phased out (V3).</param>
/// <param name="ArrivedAt">Dock scan of its parcel.</param>
public sealed record ReplacementClaimed(
    Guid ReturnId, Guid RmaId, string RmaNumber, int RmaLine, ValueList<string> Skus, DateTimeOffset ArrivedAt, DateTimeOffset ClaimedAt)
        : PurchaseOrderEvent;

/// <summary>Credit was requested with one of the quantity of a line for this return; it is reserved from here on.</summary>
public sealed record ReplacementReserved(Guid ReturnId, int OrderLine, DateTimeOffset ReservedAt) : PurchaseOrderEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V6];
}

/// <summary>The return ended without a credit: its reserved quantity is free again.</summary>
public sealed record ReplacementReleased(Guid ReturnId, DateTimeOffset ReleasedAt) : PurchaseOrderEvent;
