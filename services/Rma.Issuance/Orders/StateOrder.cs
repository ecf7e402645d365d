using MassTransit;
using Rma.Contracts.Orders.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Issuance.InvoiceLines;
using Rma.Issuance.Rmas;
using Rma.Messaging;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Orders;

/// <summary>
/// Records a statement of the order system about an order, in any order, including repeats and corrections (clauses V5, V6).
/// </summary>
/// <param name="Earlier">Notes on numbers from before orders had a stream of their own; none since.</param>
public sealed record StateOrder(OrderStated Statement, ValueList<OrderStated> Earlier)
{
    public static IEnumerable<PurchaseOrderEvent> Decide(PurchaseOrder order, StateOrder command)
    {
        ValueList<OrderStated> earlier = order.Statements.Count == 0 ? command.Earlier : [];
        // Earlier notes had no quantities: the same revision with quantities is no contradiction.
        if (earlier.FirstOrDefault(known => known.Revision == command.Statement.Revision) is { } noted)
            earlier = [.. earlier.Where(known => known != noted)];
        var known = order.Statements.Count == 0 ? earlier : order.Statements;
        return [.. earlier, .. Revisions.Take(known, command.Statement, (before, stated) =>
            before with { StatedAt = stated.StatedAt } == stated)];
    }
}

internal sealed class PurchaseOrderPlacedConsumer(
    RmaRegister register, Streams<PurchaseOrder, PurchaseOrderEvent> orders, EarlierStatements before, TimeProvider clock)
        : IConsumer<PurchaseOrderPlaced>
{
    public async Task Consume(ConsumeContext<PurchaseOrderPlaced> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var id = check.Id(said.PurchaseOrderId, "purchase order");
        var withdrawn = said.Withdrawn is true || said.Cancelled is true;
        var numbers = await Known([said.RmaNumber, .. said.RmaNumbers ?? []], context.CancellationToken);
        var lines = new List<OrderedLine>();
        foreach (var line in check.Few(said.Lines, 1, 500, "order"))
        {
            check.Amount(line.NetPrice, "price");
            check.Currency(line.Currency);
            var own = line.RmaNumber is null ? numbers : await Known([line.RmaNumber], context.CancellationToken);
            lines.Add(new(check.Count(line.Line, "line"), check.Id(line.Sku, "SKU"), check.Count(line.Quantity, "quantity"), own));
        }

        if (lines.DistinctBy(line => line.Line).Count() != lines.Count) throw check.Bad("The purchase order has two lines of one number.");
        var statement = new OrderStated(
            id, check.Revision(said.Revision), check.Id(said.AccountId, "account"), withdrawn ? [] : [.. lines],
            check.Instant(said.PlacedAt, "time of the order"), withdrawn, clock.GetUtcNow());
        var earlier = (await orders.Get(id, context.CancellationToken)).Statements.Count == 0
            ? await before.StatementsOf(statement, context.CancellationToken) : [];
        await orders.Append(id, order => StateOrder.Decide(order, new(statement, earlier)), context.CancellationToken);
    }

    // Each number once, as printed, and issued here: an order that names an unknown number is not accepted.
    private async Task<ValueList<string>> Known(IEnumerable<string?> named, CancellationToken cancellationToken)
    {
        var known = new List<string>();
        foreach (var given in named.OfType<string>())
        {
            if (!RmaNumber.TryRead(given, out var number))
                throw new DeadLetterException(
                    "order.rma-unsound", $"The order names '{Shown(given)}', an RMA number whose form or check symbol is wrong.");
            if (await register.FindIssued(number, cancellationToken) is null)
                throw new DeadLetterException("order.rma-unknown", $"The order names {number}, which was never issued.");
            if (!known.Contains(number.ToString())) known.Add(number.ToString());
        }

        return [.. known];
    }

    private static string Shown(string given) => new([.. given.Take(40).Where(char.IsAsciiLetterOrDigit)]);
}

/// <summary>Updates every number that the order names or named, and lets units received under it wait for its quantity.</summary>
internal sealed class WhenOrderStated(IServiceProvider services) : IReaction<PurchaseOrder, PurchaseOrderEvent>
{
    public async Task On(Appended<PurchaseOrder, PurchaseOrderEvent> appended, CancellationToken cancellationToken)
    {
        if (!appended.Steps.Any(step => step.Event is OrderStated)) return;
        var (order, now) = (appended.Steps[^1].State, appended.Steps.Select(step => step.Event).OfType<OrderStated>().Last().StatedAt);
        var (register, rmas) = (Of<RmaRegister>(), Of<Streams<ReturnAuthorization, RmaEvent>>());
        foreach (var number in order.NumbersEverNamed.Order(StringComparer.Ordinal))
        {
            if (!RmaNumber.TryRead(number, out var read) || await register.FindIssued(read, cancellationToken) is not { } rmaId) continue;
            var latest = order.Latest!;
            ValueList<OrderedLine> lines = [.. order.LinesFor(number)];
            var rma = lines.Count == 0
                ? await rmas.Append(rmaId, state =>
                    UnnoteOrder.Decide(state, new(new(latest.PurchaseOrderId, latest.Revision, latest.Withdrawn, latest.PlacedAt, now))),
                cancellationToken)
                : await rmas.Append(rmaId, state => NoteOrder.Decide(state, new(
                    new(latest.PurchaseOrderId, latest.Revision, [.. lines.Select(line => line.Sku)], latest.PlacedAt, now),
                    latest.AccountId)), cancellationToken);
            if (lines.Count > 0) await Of<ReplacementOrders>().Claim(rma, latest.PurchaseOrderId, cancellationToken);
        }
    }

    // Resolved here and not injected: the streams used here are created with their reactions, this one among them.
    private T Of<T>() => (T)services.GetService(typeof(T))!;
}
