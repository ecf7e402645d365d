using Rma.EventSourcing;

namespace Rma.Issuance.Orders;

/// <summary>A unit that arrived waits to be one of an order's quantity (V6).</summary>
public sealed record ClaimReplacement(ReplacementClaimed Claim)
{
    public static IEnumerable<PurchaseOrderEvent> Decide(PurchaseOrder order, ClaimReplacement command) =>
        order.Claims.Any(known => known.ReturnId == command.Claim.ReturnId) ? [] : [command.Claim];
}

/// <summary>
/// Takes one of an order's quantity for a return, right when its credit is asked for, so that two questions never go out on one: nothing
/// when none is free for it.
/// </summary>
/// <param name="Elsewhere">Units that an order placed before this one stands for.</param>
public sealed record ReserveReplacement(ReplacementClaimed Claim, IReadOnlyCollection<Guid> Elsewhere, DateTimeOffset Now)
{
    public static IEnumerable<PurchaseOrderEvent> Decide(PurchaseOrder order, ReserveReplacement command)
    {
        var claimed = ClaimReplacement.Decide(order, new(command.Claim)).ToArray();
        var (after, id) = (claimed.Aggregate(order, PurchaseOrder.Evolve), command.Claim.ReturnId);
        return after.Reservations.Any(known => known.ReturnId == id) || !after.Allocate(command.Elsewhere).TryGetValue(id, out var line)
            ? claimed
            : [.. claimed, new ReplacementReserved(id, line.Line, command.Now)];
    }
}

/// <summary>Gives back what a return had of an order, once it ends without a credit.</summary>
public sealed record ReleaseReplacement(Guid ReturnId, DateTimeOffset Now)
{
    public static IEnumerable<PurchaseOrderEvent> Decide(PurchaseOrder order, ReleaseReplacement command) =>
        order.Claims.Any(claim => claim.ReturnId == command.ReturnId)
            || order.Reservations.Any(reserved => reserved.ReturnId == command.ReturnId)
            ? [new ReplacementReleased(command.ReturnId, command.Now)]
            : [];
}
