using MassTransit;
using Rma.Contracts.Orders.V1;
using Rma.EventSourcing;
using Rma.Issuance.Rmas;
using Rma.Messaging;
using Rma.Policy;
using Rma.ServiceDefaults;

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
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var account = check.Id(said.AccountId, "account");
        var order = check.Id(said.PurchaseOrderId, "purchase order");
        foreach (var line in check.Few(said.Lines, 1, 500, "order"))
        {
            check.Count(line.Line, "line");
            check.Count(line.Quantity, "quantity");
            check.Amount(line.NetPrice, "price");
            check.Currency(line.Currency);
        }

        var noted = new ReplacementOrderNoted(
            order, check.Revision(said.Revision), [.. said.Lines.Select(line => check.Id(line.Sku, "SKU"))], check.Instant(said.PlacedAt, "time of the order"),
            clock.GetUtcNow());
        if (said.RmaNumber is null) return; // an order like any other
        if (!RmaNumber.TryRead(said.RmaNumber, out var number)) throw new QuarantineException("order.rma-unsound", "The order names an RMA number whose form or check symbol is wrong.");
        if (await register.FindIssued(number, context.CancellationToken) is not { } rmaId)
            throw new QuarantineException("order.rma-unknown", $"The order names {number}, which was never issued.");
        await rmas.Append(rmaId, rma => NoteOrder.Decide(rma, new(noted, account)), context.CancellationToken);
    }
}
