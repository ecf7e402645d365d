using MassTransit;
using Rma.Contracts.Billing.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>Records what was paid for a unit or licence (clauses C2, W13).</summary>
public sealed record RecordPurchase(UnitPurchaseRecorded Purchase)
{
    public static IEnumerable<UnitEvent> Decide(Unit unit, RecordPurchase command) => Revisions.Take(
        unit.Purchases.Where(purchase => purchase.InvoiceId == command.Purchase.InvoiceId && purchase.InvoiceLine == command.Purchase.InvoiceLine),
        command.Purchase, (earlier, stated) => earlier with { RecordedAt = stated.RecordedAt } == stated);
}

internal sealed class UnitInvoicedConsumer(Streams<Unit, UnitEvent> units, PolicyBook policies, TimeProvider clock) : IConsumer<UnitInvoiced>
{
    public Task Consume(ConsumeContext<UnitInvoiced> context)
    {
        var said = context.Message;
        var currencies = policies.InForceAt(clock.GetUtcNow()).Settings.CurrencyMinorUnits;
        var command = new RecordPurchase(new UnitPurchaseRecorded(
            FeedChecks.Name(said.InvoiceId, "invoice"), FeedChecks.Revision(said.Line), FeedChecks.Revision(said.Revision), FeedChecks.Name(said.Sku, "SKU"),
            FeedChecks.Name(said.AccountId, "account"), FeedChecks.Day(said.InvoiceDate, clock, "invoice date"), FeedChecks.Amount(said.NetPrice, "price"),
            FeedChecks.Amount(said.Discount, "discount"), FeedChecks.Amount(said.Tax, "tax"), FeedChecks.Amount(said.Freight, "freight"),
            FeedChecks.Currency(said.Currency, currencies), clock.GetUtcNow()));
        return units.Append(FeedChecks.Name(said.SerialNumber, "serial number"), unit => RecordPurchase.Decide(unit, command), context.CancellationToken);
    }
}
