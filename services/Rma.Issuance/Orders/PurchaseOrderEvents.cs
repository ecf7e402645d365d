using System.Text.Json.Serialization;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Orders;

// Everything the stream of a purchase order can hold. Stored names are pinned in IssuanceService: change one only with a mapping.

/// <summary>An event of a purchase order.</summary>
public abstract record PurchaseOrderEvent
{
    private protected PurchaseOrderEvent() { }
}

/// <summary>A line of an order.</summary>
/// <param name="Quantity">How many returned units it stands for.</param>
/// <param name="RmaNumbers">The numbers it is for; none where the order names none.</param>
public sealed record OrderedLine(int Line, string Sku, int Quantity, ValueList<string> RmaNumbers);

/// <summary>The order system said what is ordered, and for which RMA numbers (clauses V5, V6).</summary>
/// <param name="Lines">None for an order that was cancelled, or never was.</param>
/// <param name="Withdrawn">It was cancelled, or never was.</param>
public sealed record OrderStated(
    string PurchaseOrderId, int Revision, string AccountId, ValueList<OrderedLine> Lines, DateTimeOffset PlacedAt, bool Withdrawn,
    DateTimeOffset StatedAt)
    : PurchaseOrderEvent, IRevised, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V5, Policy.Clauses.V6];
}

/// <summary>A unit arrived on a number the order names: it waits to be one of the quantity, in the order of the arrivals.</summary>
/// <param name="Skus">What may stand for it: its own product, and its successor once it is phased out (V3).</param>
/// <param name="ArrivedAt">Dock scan of its parcel.</param>
public sealed record ReplacementClaimed(
    Guid ReturnId, Guid RmaId, string RmaNumber, int RmaLine, ValueList<string> Skus, DateTimeOffset ArrivedAt, DateTimeOffset ClaimedAt)
        : PurchaseOrderEvent;

/// <summary>Credit was asked with one of the quantity of a line for this return; nobody else's is it from here on.</summary>
public sealed record ReplacementReserved(Guid ReturnId, int OrderLine, DateTimeOffset ReservedAt) : PurchaseOrderEvent, ICiteClauses
{
    [JsonIgnore]
    public IReadOnlyList<string> Clauses => [Policy.Clauses.V6];
}

/// <summary>The return ended without a credit: what it had of the quantity is free again.</summary>
public sealed record ReplacementReleased(Guid ReturnId, DateTimeOffset ReleasedAt) : PurchaseOrderEvent;
