using Rma.EventSourcing;
using Rma.Policy;

namespace Rma.Issuance.Orders;

/// <summary>
/// A purchase order: what it orders, for which numbers, and which returned units its quantities cover. An unknown order has no statements.
/// </summary>
public sealed record PurchaseOrder : IState<PurchaseOrder, PurchaseOrderEvent>
{
    /// <summary>All statements so far, in the order of arrival.</summary>
    public ValueList<OrderStated> Statements { get; init; } = [];

    /// <summary>Units received under a number of the order whose return did not end without a credit.</summary>
    public ValueList<ReplacementClaimed> Claims { get; init; } = [];

    /// <summary>The reserved line of each return.</summary>
    public ValueList<ReplacementReserved> Reservations { get; init; } = [];

    /// <inheritdoc />
    public static PurchaseOrder Initial { get; } = new();

    /// <summary>The statement of the highest revision; null before any.</summary>
    public OrderStated? Latest => Statements.MaxBy(stated => stated.Revision);

    /// <summary>All numbers named by any statement.</summary>
    public IEnumerable<string> NumbersEverNamed =>
        Statements.SelectMany(stated => stated.Lines).SelectMany(line => line.RmaNumbers).Distinct();

    /// <summary>The current lines for a number.</summary>
    public IEnumerable<OrderedLine> LinesFor(string rmaNumber) => Latest?.Lines.Where(line => line.RmaNumbers.Contains(rmaNumber)) ?? [];

    /// <summary>
    /// Assigns lines to returns: reserved quantities stay, the rest goes to the units in the order of their dock scan, and within a parcel
    /// in the order of the request. A line covers as many returns as it orders. A credit may have been paid on a reservation made before
    /// the order was corrected, so the reservation counts until the return is known to have ended without a credit.
    /// </summary>
    public IReadOnlyDictionary<Guid, OrderedLine> Allocation => Allocate([]);

    /// <summary>The same, without units that are known to be covered by an earlier order.</summary>
    public IReadOnlyDictionary<Guid, OrderedLine> Allocate(IReadOnlyCollection<Guid> elsewhere)
    {
        var allocated = new Dictionary<Guid, OrderedLine>();
        var taken = Reservations.GroupBy(reserved => reserved.OrderLine).ToDictionary(group => group.Key, group => group.Count());
        foreach (var line in Latest?.Lines ?? [])
        {
            foreach (var reserved in Reservations.Where(reserved => reserved.OrderLine == line.Line).Take(line.Quantity))
            {
                if (ClaimOf(reserved.ReturnId) is { } claim && line.RmaNumbers.Contains(claim.RmaNumber))
                    allocated[reserved.ReturnId] = line;
            }
        }

        foreach (var claim in Waiting.Where(claim => !elsewhere.Contains(claim.ReturnId)))
        {
            // The unit's own product before its successor.
            var free = LinesFor(claim.RmaNumber)
                .Where(line => claim.Skus.Contains(line.Sku) && taken.GetValueOrDefault(line.Line) < line.Quantity)
                .MinBy(line => (line.Sku == claim.Skus[0] ? 0 : 1, line.Line));
            if (free is null) continue;
            allocated[claim.ReturnId] = free;
            taken[free.Line] = taken.GetValueOrDefault(free.Line) + 1;
        }

        return allocated;
    }

    private IEnumerable<ReplacementClaimed> Waiting => Claims
        .Where(claim => !Reservations.Any(reserved => reserved.ReturnId == claim.ReturnId))
        .OrderBy(claim => claim.ArrivedAt).ThenBy(claim => claim.RmaNumber, StringComparer.Ordinal).ThenBy(claim => claim.RmaLine);

    private ReplacementClaimed? ClaimOf(Guid returnId) => Claims.FirstOrDefault(claim => claim.ReturnId == returnId);

    /// <inheritdoc />
    public static PurchaseOrder Evolve(PurchaseOrder order, PurchaseOrderEvent @event) => @event switch
    {
        OrderStated stated => order with { Statements = [.. order.Statements, stated] },
        ReplacementClaimed claim => order with { Claims = [.. order.Claims.Where(known => known.ReturnId != claim.ReturnId), claim] },
        ReplacementReserved reserved =>
            order with { Reservations = [.. order.Reservations.Where(known => known.ReturnId != reserved.ReturnId), reserved] },
        ReplacementReleased released => order with
        {
            Claims = [.. order.Claims.Where(claim => claim.ReturnId != released.ReturnId)],
            Reservations = [.. order.Reservations.Where(reserved => reserved.ReturnId != released.ReturnId)],
        },
        _ => order,
    };
}
