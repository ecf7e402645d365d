using MassTransit;
using Rma.Contracts.Billing.V1;
using Rma.EventSourcing;
using Rma.Issuance.Feed;
using Rma.Issuance.InvoiceLines;
using Rma.Policy;

namespace Rma.Issuance.Units;

/// <summary>Takes what was paid on an invoice line, and gives it to the unit or licence the line belongs to (clauses C2, W13).</summary>
internal sealed class UnitInvoicedConsumer(
    Streams<InvoiceLine, InvoiceLineEvent> lines, EarlierStatements before, PolicyBook policies, TimeProvider clock) : IConsumer<UnitInvoiced>
{
    public async Task Consume(ConsumeContext<UnitInvoiced> context)
    {
        var said = context.Message;
        var currencies = policies.InForceAt(clock.GetUtcNow()).Settings.CurrencyMinorUnits;
        var purchase = new UnitPurchaseRecorded(
            FeedChecks.Name(said.InvoiceId, "invoice"), FeedChecks.Revision(said.Line), FeedChecks.Revision(said.Revision), FeedChecks.Name(said.Sku, "SKU"),
            FeedChecks.Name(said.AccountId, "account"), FeedChecks.Day(said.InvoiceDate, clock, "invoice date"), FeedChecks.Amount(said.NetPrice, "price"),
            FeedChecks.Amount(said.Discount, "discount"), FeedChecks.Amount(said.Tax, "tax"), FeedChecks.Amount(said.Freight, "freight"),
            FeedChecks.Currency(said.Currency, currencies), clock.GetUtcNow());
        var statement = new InvoiceLineStated(FeedChecks.Name(said.SerialNumber, "serial number"), purchase, said.Withdrawn ?? false);
        var id = InvoiceLine.IdOf(purchase.InvoiceId, purchase.InvoiceLine);
        var earlier = await lines.Get(id, context.CancellationToken) is InvoiceLine.Unknown
            ? await before.OfInvoiceLine(purchase.InvoiceId, purchase.InvoiceLine, context.CancellationToken) : [];
        await lines.Append(id, line => StateInvoiceLine.Decide(line, new(statement, earlier)), context.CancellationToken);
    }
}
