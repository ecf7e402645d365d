namespace Rma.Issuance.Orders;

/// <summary>A received unit waits for a part of an order's quantity (V6).</summary>
public sealed record ClaimReplacement(ReplacementClaimed Claim)
{
    public static IEnumerable<PurchaseOrderEvent> Decide(PurchaseOrder order, ClaimReplacement command) =>
        order.Claims.Any(known => known.ReturnId == command.Claim.ReturnId) ? [] : [command.Claim];
}

/// <summary>
/// Reserves one of an order's quantity for a return when its credit is requested, so that two requests never use the same one; does nothing
/// when none is free.
/// </summary>
/// <param name="Elsewhere">Units that are covered by an earlier order.</param>
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

/// <summary>Releases the reserved quantity of a return that ended without a credit.</summary>
public sealed record ReleaseReplacement(Guid ReturnId, DateTimeOffset Now)
{
    public static IEnumerable<PurchaseOrderEvent> Decide(PurchaseOrder order, ReleaseReplacement command) =>
        order.Claims.Any(claim => claim.ReturnId == command.ReturnId)
            || order.Reservations.Any(reserved => reserved.ReturnId == command.ReturnId)
            ? [new ReplacementReleased(command.ReturnId, command.Now)]
            : [];
}
