using V1 = Rma.Contracts.Issuance.V1;

namespace Rma.Issuance.Orders;

/// <summary>
/// Integration events of a purchase order: corrected quantities, for credits paid on its lines, and free quantities, for returns that wait
/// for them.
/// </summary>
internal static class PurchaseOrderIntegrationEvents
{
    public static IEnumerable<object> Of(PurchaseOrder order, PurchaseOrderEvent @event) => @event switch
    {
        OrderStated stated when order.Reservations.Count > 0 && order.Latest == stated =>
            order.Reservations.Select(reserved => reserved.OrderLine).Distinct().Order().Select(line => new V1.CreditBasisChanged(
                "order-line", stated.PurchaseOrderId, line, stated.Revision, null,
                stated.Lines.FirstOrDefault(ordered => ordered.Line == line)?.Quantity ?? 0, null, stated.StatedAt)),
        ReplacementReleased released when order.Latest is { } latest => order.Claims
            .Where(claim => order.Allocation.ContainsKey(claim.ReturnId)
                && order.Reservations.All(reserved => reserved.ReturnId != claim.ReturnId))
            .Select(claim => new V1.ReplacementOrdered(
                claim.ReturnId, claim.RmaId, claim.RmaNumber, claim.RmaLine, latest.PurchaseOrderId, order.Allocation[claim.ReturnId].Sku,
                latest.PlacedAt, released.ReleasedAt)),
        _ => [],
    };
}
