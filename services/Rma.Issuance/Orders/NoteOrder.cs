using MassTransit;
using Rma.Contracts.Orders.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Issuance.Rmas;
using Rma.Messaging;
using Rma.Policy;

namespace Rma.Issuance.Orders;

/// <summary>Notes on a number that a purchase order names it (clauses V5, V6). Whether the order is the right one is decided with the credit.</summary>
public sealed record NoteOrder(ReplacementOrderNoted Order, string AccountId)
{
    public static IEnumerable<RmaEvent> Decide(ReturnAuthorization rma, NoteOrder command) => rma switch
    {
        ReturnAuthorization.Issued { Authorization.Request: { Remedy: not Remedies.AdvanceReplacement } } =>
            throw new RefusedException("order.other-remedy", "The order names a number that is not for an advance replacement."),
        ReturnAuthorization.Issued { Authorization.Request.AccountId: var account } when account != command.AccountId =>
            throw new RefusedException("order.other-account", "The order names a number of another account."),
        ReturnAuthorization.Issued issued => issued.Orders.FirstOrDefault(known => known.PurchaseOrderId == command.Order.PurchaseOrderId) switch
        {
            null => [command.Order],
            { Revision: var revision } known when revision == command.Order.Revision => known with { NotedAt = command.Order.NotedAt } == command.Order
                ? [] : throw new RefusedException("feed.conflict", $"Revision {revision} of this order was already stated, and said something else."),
            { Revision: var revision } when revision > command.Order.Revision => [], // an older one, late
            _ => [command.Order],
        },
        _ => [], // cancelled meanwhile: there is no return to credit
    };
}

internal sealed class PurchaseOrderPlacedConsumer(RmaRegister register, Streams<ReturnAuthorization, RmaEvent> rmas, TimeProvider clock) : IConsumer<PurchaseOrderPlaced>
{
    public async Task Consume(ConsumeContext<PurchaseOrderPlaced> context)
    {
        var said = context.Message;
        var account = FeedChecks.Name(said.AccountId, "account");
        var order = FeedChecks.Name(said.PurchaseOrderId, "purchase order");
        if (said.Lines.Length is 0 or > 500) throw new QuarantineException("feed.invalid", "A purchase order has 1 to 500 lines.");
        var noted = new ReplacementOrderNoted(
            order, FeedChecks.Revision(said.Revision), [.. said.Lines.Select(line => FeedChecks.Name(line.Sku, "SKU"))], FeedChecks.Instant(said.PlacedAt, clock, "time of the order"),
            clock.GetUtcNow());
        if (said.RmaNumber is null) return; // an order like any other
        if (!RmaNumber.TryRead(said.RmaNumber, out var number)) throw new QuarantineException("order.rma-unsound", "The order names an RMA number whose form or check symbol is wrong.");
        if (await register.FindIssued(number, context.CancellationToken) is not { } rmaId)
            throw new QuarantineException("order.rma-unknown", $"The order names {number}, which was never issued.");
        await rmas.Append(rmaId, rma => NoteOrder.Decide(rma, new(noted, account)), context.CancellationToken);
    }
}
