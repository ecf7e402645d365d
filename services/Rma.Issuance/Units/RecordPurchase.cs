using MassTransit;
using Rma.Contracts.Billing.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Messaging;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Units;

/// <summary>Records what was paid for a unit or licence (clauses C2, W13).</summary>
public sealed record RecordPurchase(UnitPurchaseRecorded Purchase)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, RecordPurchase command) => Revisions.Take(
        unit.Purchases.Where(purchase => purchase.InvoiceId == command.Purchase.InvoiceId && purchase.InvoiceLine == command.Purchase.InvoiceLine),
        command.Purchase, (earlier, stated) => earlier with { RecordedAt = stated.RecordedAt } == stated);
}

internal sealed class UnitInvoicedConsumer(Streams<Unit, UnitEvent> units, TimeProvider clock) : IConsumer<UnitInvoiced>
{
    public Task Consume(ConsumeContext<UnitInvoiced> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var command = new RecordPurchase(new UnitPurchaseRecorded(
            check.Id(said.InvoiceId, "invoice"), check.Count(said.Line, "line"), check.Revision(said.Revision), check.Id(said.Sku, "SKU"),
            check.Id(said.AccountId, "account"), check.Day(said.InvoiceDate, "invoice date"), check.Amount(said.NetPrice, "price"),
            check.Amount(said.Discount, "discount"), check.Amount(said.Tax, "tax"), check.Amount(said.Freight, "freight"),
            check.Currency(said.Currency), clock.GetUtcNow()));
        return units.Append(check.Id(said.SerialNumber, "serial number"), unit => RecordPurchase.Decide(unit, command), context.CancellationToken);
    }
}
