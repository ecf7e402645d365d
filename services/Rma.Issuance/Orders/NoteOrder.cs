using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Policy;

namespace Rma.Issuance.Orders;

/// <summary>
/// Notes on a number that a purchase order names it (clauses V5, V6). Whether the order qualifies is decided with the credit.
/// </summary>
public sealed record NoteOrder(ReplacementOrderNoted Order, string AccountId)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, NoteOrder command) => rma switch
    {
        ReturnAuthorization.Issued { Authorization.Request: { Remedy: not Remedies.AdvanceReplacement } } =>
            throw new RefusedException("order.other-remedy", "The order names a number that is not for an advance replacement."),
        ReturnAuthorization.Issued { Authorization.Request.AccountId: var account } when account != command.AccountId =>
            throw new RefusedException("order.other-account", "The order names a number of another account."),
        ReturnAuthorization.Issued issued =>
            issued.OrderHistory.LastOrDefault(known => known.PurchaseOrderId == command.Order.PurchaseOrderId) switch
        {
            null => [command.Order],
            { Revision: var revision } known when revision == command.Order.Revision =>
                known with { NotedAt = command.Order.NotedAt } == command.Order
                ? [] : throw new RefusedException(
                    "feed.conflict", $"Revision {revision} of this order was already stated, and said something else."),
            { Revision: var revision } when revision > command.Order.Revision => [], // an older revision that arrived late
            _ => [command.Order],
        },
        _ => [], // cancelled: no return to credit
    };
}

/// <summary>Notes on a number that an order no longer names it, or was cancelled (V6).</summary>
public sealed record UnnoteOrder(ReplacementOrderUnnamed Unnamed)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, UnnoteOrder command) => rma switch
    {
        ReturnAuthorization.Issued { Authorization.Request.Remedy: Remedies.AdvanceReplacement } issued
            when issued.UnnamedOrders.LastOrDefault(known =>
                known.PurchaseOrderId == command.Unnamed.PurchaseOrderId)?.Revision >= command.Unnamed.Revision => [],
        ReturnAuthorization.Issued { Authorization.Request.Remedy: Remedies.AdvanceReplacement } => [command.Unnamed],
        _ => [],
    };
}
