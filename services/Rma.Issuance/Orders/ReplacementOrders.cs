using Rma.EventSourcing;
using Rma.Issuance.Products;
using Rma.Issuance.Returns;
using Rma.Issuance.Rmas;
using Rma.Policy;
using V1 = Rma.Contracts.Credit.V1;

namespace Rma.Issuance.Orders;

/// <summary>
/// Matches orders with returned units: units wait on the orders that name their number, in the order of arrival, and reserve one of the
/// quantity when their credit is requested (V5, V6). Runs in the caller's transaction.
/// </summary>
internal sealed class ReplacementOrders(
    Streams<PurchaseOrder, PurchaseOrderEvent> orders, Streams<ReturnAuthorization, RmaEvent> rmas, Streams<Product, ProductEvent> products,
    PolicyBook policies, TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Units received under a number whose returns are still open wait for the quantity of an order.</summary>
    public async Task Claim(ReturnAuthorization rma, string purchaseOrderId, CancellationToken cancellationToken)
    {
        if (rma is not ReturnAuthorization.Issued { Authorization: var issued } open) return;
        foreach (var arrival in open.Arrivals.Where(arrival => open.Closed.All(closed => closed.ReturnId != arrival.ReturnId)))
        {
            if (arrival.DockedAt is not { } docked
                || issued.Lines.FirstOrDefault(line => line.ReturnId == arrival.ReturnId) is not { Sku: { } sku } line) continue;
            var claim = new ReplacementClaimed(
                line.ReturnId, issued.Request.RmaId, issued.RmaNumber, line.Line, await Acceptable(sku, cancellationToken), docked, Now);
            await orders.Append(purchaseOrderId, order => ClaimReplacement.Decide(order, new(claim)), cancellationToken);
        }
    }

    /// <summary>A unit was received: it waits on every order that names its number.</summary>
    public async Task Claim(ReturnAuthorization rma, CancellationToken cancellationToken)
    {
        if (rma is not ReturnAuthorization.Issued { Authorization.Request.Remedy: Remedies.AdvanceReplacement } open) return;
        foreach (var noted in open.Orders.OrderBy(noted => noted.PurchaseOrderId, StringComparer.Ordinal))
            await Claim(rma, noted.PurchaseOrderId, cancellationToken);
    }

    /// <summary>
    /// The order facts for the credit decision of an advance replacement. They exist even without an order: whether the product is phased
    /// out, and until when an order can arrive.
    /// </summary>
    public async Task<V1.ReplacementOrder> Of(ReturnState line, CancellationToken cancellationToken)
    {
        var rma = await rmas.Get(line.RmaId, cancellationToken) as ReturnAuthorization.Issued;
        var product = line.Sku is null ? null
            : (await products.Get(line.Sku, cancellationToken)).On(policies.InForceAt(Now).Calendar.LocalDate(Now));
        var none = new V1.ReplacementOrder(null, null, false, null, product?.PhasedOut ?? false, product?.SuccessorSku, line.ValidThrough);
        ReplacementOrderNoted[] named =
            [.. (rma?.Orders ?? []).OrderBy(noted => noted.PlacedAt).ThenBy(noted => noted.PurchaseOrderId, StringComparer.Ordinal)];
        if (named.Length == 0)
            return rma?.UnnamedOrders.LastOrDefault(unnamed => !unnamed.Withdrawn) is { } former
                ? none with { PurchaseOrderId = former.PurchaseOrderId, Sku = line.Sku, PlacedAt = former.PlacedAt } : none;

        var (elsewhere, answer) = (new HashSet<Guid>(), (V1.ReplacementOrder?)null);
        foreach (var noted in named)
        {
            // Covered by an earlier order, the unit leaves the quantity of this one to other units.
            if (answer is { OrderLine: not null })
            {
                await orders.Append(noted.PurchaseOrderId, order =>
                    ReleaseReplacement.Decide(order, new(line.CorrelationId, Now)), cancellationToken);
                continue;
            }

            var found = await Reserve(line, noted, none, elsewhere, cancellationToken);
            if (await IsOfBefore(noted, cancellationToken)) return found;
            if (found.OrderLine is not null || found.UsedUp is true && answer?.UsedUp is not true) answer = found;
        }

        return answer ?? Mismatch(named[0], none, line.Sku);
    }

    /// <summary>The return ended without a credit: its reserved quantities are free again.</summary>
    public async Task Release(ReturnState line, CancellationToken cancellationToken)
    {
        if (!line.IsAdvanceReplacement || await rmas.Get(line.RmaId, cancellationToken) is not ReturnAuthorization.Issued rma) return;
        string[] ids = [.. rma.OrderHistory.Select(noted => noted.PurchaseOrderId)
            .Concat(rma.UnnamedOrders.Select(unnamed => unnamed.PurchaseOrderId)).Distinct().Order(StringComparer.Ordinal)];
        foreach (var id in ids)
            await orders.Append(id, order => ReleaseReplacement.Decide(order, new(line.CorrelationId, Now)), cancellationToken);
    }

    private async Task<V1.ReplacementOrder> Reserve(
        ReturnState line, ReplacementOrderNoted noted, V1.ReplacementOrder none, HashSet<Guid> elsewhere,
        CancellationToken cancellationToken)
    {
        var named = none with { PurchaseOrderId = noted.PurchaseOrderId, ReferencesRma = true, PlacedAt = noted.PlacedAt };
        if (await IsOfBefore(noted, cancellationToken) || line.Sku is not { } sku) return Mismatch(noted, none, line.Sku);
        var claim = new ReplacementClaimed(
            line.CorrelationId, line.RmaId, line.RmaNumber, line.Line, await Acceptable(sku, cancellationToken), line.ArrivedAt
                ?? Now, Now);
        var order = await orders.Append(noted.PurchaseOrderId, state =>
            ReserveReplacement.Decide(state, new(claim, elsewhere, Now)), cancellationToken);
        var allocation = order.Allocate(elsewhere);
        elsewhere.UnionWith(allocation.Keys);
        if (allocation.TryGetValue(line.CorrelationId, out var stands))
            return named with { Sku = stands.Sku, OrderLine = stands.Line, Quantity = stands.Quantity, UsedUp = false };
        OrderedLine[] fitting = [.. order.LinesFor(line.RmaNumber).Where(ordered => claim.Skus.Contains(ordered.Sku))];
        return fitting.Length == 0 ? Mismatch(noted, none, line.Sku)
            : named with { Sku = fitting[0].Sku, Quantity = fitting.Sum(ordered => ordered.Quantity), UsedUp = true };
    }

    // The policy judges an order for another item; it gets the item that matches best.
    private static V1.ReplacementOrder Mismatch(ReplacementOrderNoted noted, V1.ReplacementOrder none, string? sku = null) => none with
    {
        PurchaseOrderId = noted.PurchaseOrderId, ReferencesRma = true, PlacedAt = noted.PlacedAt,
        Sku = noted.Skus.FirstOrDefault(ordered => ordered == sku) ?? noted.Skus.FirstOrDefault(ordered => ordered == none.SuccessorSku)
            ?? noted.Skus[0],
    };

    // Noted before orders had a stream of their own and not stated since: its quantities were not stored.
    private async Task<bool> IsOfBefore(ReplacementOrderNoted noted, CancellationToken cancellationToken) =>
        (await orders.Get(noted.PurchaseOrderId, cancellationToken)).Statements.Count == 0;

    private async Task<ValueList<string>> Acceptable(string sku, CancellationToken cancellationToken) =>
        (await products.Get(sku, cancellationToken))
            .On(policies.InForceAt(Now).Calendar.LocalDate(Now)) is { PhasedOut: true, SuccessorSku: { } successor } ? [sku, successor]
            : [sku];
}
