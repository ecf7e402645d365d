using Rma.Credit.CreditCases;
using Rma.Credit.InvoiceLines;
using Rma.EventSourcing;

namespace Rma.Credit.Ledgers;

/// <summary>The two ledgers of a credit: that of the item, and that of the invoice line.</summary>
/// <param name="Line">Empty where the line is not known.</param>
public sealed record LedgersOfItem(Ledger Item, InvoiceLineLedger Line)
{
    /// <summary>The ledgers of an unknown item.</summary>
    public static LedgersOfItem None { get; } = new(Ledger.Initial, InvoiceLineLedger.Initial);
}

/// <summary>Reads both ledgers of an item.</summary>
internal sealed class LedgerReader(Streams<Ledger, LedgerEvent> items, Streams<InvoiceLineLedger, InvoiceLineLedgerEvent> lines)
{
    public async Task<LedgersOfItem> Of(string serial, PurchasePaid? purchase, CancellationToken cancellationToken) => new(
        await items.Get(serial, cancellationToken),
        InvoiceLineLedger.IdOf(purchase) is { } id ? await lines.Get(id, cancellationToken) : InvoiceLineLedger.Initial);
}
