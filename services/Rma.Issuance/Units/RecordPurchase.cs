using MassTransit;
using Rma.Contracts.Billing.V1;
using Rma.EventSourcing;
using Rma.Issuance.InvoiceLines;
using Rma.Messaging;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Issuance.Units;

/// <summary>Records the price paid on an invoice line and adds it to the unit or license the line belongs to (clauses C2, W13).</summary>
internal sealed class UnitInvoicedConsumer(
    Streams<InvoiceLine, InvoiceLineEvent> lines, EarlierStatements before, TimeProvider clock) : IConsumer<UnitInvoiced>
{
    public async Task Consume(ConsumeContext<UnitInvoiced> context)
    {
        var (said, check) = (context.Message, new MessageValidator("feed.invalid", clock));
        var purchase = new UnitPurchaseRecorded(
            check.Id(said.InvoiceId, "invoice"), check.Count(said.Line, "line"), check.Revision(said.Revision), check.Id(said.Sku, "SKU"),
            check.Id(said.AccountId, "account"), check.Day(said.InvoiceDate, "invoice date"), check.Amount(said.NetPrice, "price"),
            check.Amount(said.Discount, "discount"), check.Amount(said.Tax, "tax"), check.Amount(said.Freight, "freight"),
            check.Currency(said.Currency), clock.GetUtcNow());
        var statement = new InvoiceLineStated(Serial(said, check), purchase, said.Withdrawn ?? false, said.Quantity);
        var id = InvoiceLine.IdOf(purchase.InvoiceId, purchase.InvoiceLine);
        var earlier = await lines.Get(id, context.CancellationToken) is InvoiceLine.Unknown
            ? await before.OfInvoiceLine(purchase.InvoiceId, purchase.InvoiceLine, context.CancellationToken) : [];
        await lines.Append(id, line => StateInvoiceLine.Decide(line, new(statement, earlier)), context.CancellationToken);
    }

    // Either a serial number, or a quantity of a product without serial numbers.
    private static string Serial(UnitInvoiced said, MessageValidator check)
    {
        if (said.Quantity is null)
            return check.Id(said.SerialNumber, "serial number") is var serial && !Pieces.IsPiece(serial) ? serial
                : throw check.Bad("serial number", "said.SerialNumber", "has the form of a piece of an invoice line");
        if (said.SerialNumber is not null)
            throw check.Bad("quantity", "said.Quantity", "is for a product without serial numbers, and one is given");
        return check.Count(said.Quantity.Value, "quantity", "said.Quantity") <= Pieces.Most ? ""
            : throw check.Bad("quantity", "said.Quantity", $"is more than {Pieces.Most}");
    }
}
