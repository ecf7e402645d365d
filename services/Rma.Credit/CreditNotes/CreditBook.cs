using System.Text.Json;
using Rma.Contracts.Finance.V1;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.CreditNotes;

/// <summary>
/// The book of all credits. A credit is added, and finance is notified, in the transaction of the decision; constraints prevent a second
/// credit of a return and more than the price paid, even after a bug in the code.
/// </summary>
internal sealed class CreditBook(AmbientTransaction transaction, UnitOfWork unitOfWork) : IOnAppended<CreditCase, CreditCaseEvent>
{
    public const string Exchange = "finance";
    public const string RoutingKey = "credit-note";

    public Task On(Appended<CreditCase, CreditCaseEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var credit in appended.Steps.Select(step => step.Event).OfType<CreditIssued>())
        {
            var note = NoteOf(credit);
            Enter(credit, note);
            unitOfWork.Add(OutboxRow.PlainJson(NameBasedId.Of($"finance/credit-note/{note.CreditId}"), Exchange, RoutingKey, note));
        }

        return Task.CompletedTask;
    }

    /// <summary>The credit note that finance receives and can read again.</summary>
    public static CreditNote NoteOf(CreditIssued credit) => new(
        credit.CreditId, credit.Request.RmaNumber, credit.Request.Line, credit.Request.AccountId, credit.Request.SerialNumber,
        credit.Request.Purchase!.InvoiceId, credit.Total.Currency, credit.Total.Amount,
        [.. credit.Lines.Select(line => new CreditNoteLine(line.Kind, line.Amount.Amount))],
        credit.IssuedAt.ToUniversalTime(), credit.Decision.BusinessDate, [.. credit.Decision.Clauses]);

    private void Enter(CreditIssued credit, CreditNote note) => transaction.EnqueueRow(
        """
        insert into credits (credit_id, return_id, account_id, serial_number, invoice_id, currency, net_amount, amount, price_paid,
            business_date, issued_at, document,
                             invoice_line, purchase_order_id, order_line, order_quantity, is_license)
        values (@CreditId, @ReturnId, @AccountId, @SerialNumber, @InvoiceId, @Currency, @Net, @Amount, @NetPrice, @BusinessDate, @IssuedAt,
            @Document::jsonb,
                @InvoiceLine, @PurchaseOrderId, @OrderLine, @Quantity, @IsLicense)
        """,
        new
        {
            note.CreditId, credit.Request.ReturnId, note.AccountId, note.SerialNumber, note.InvoiceId, note.Currency,
            Net = credit.Net.Amount, note.Amount, credit.Request.Purchase!.NetPrice, note.BusinessDate, note.IssuedAt,
            Document = JsonSerializer.Serialize(note, JsonSerializerOptions.Web),
            credit.Request.Purchase.InvoiceLine, credit.Facts.Replacement?.PurchaseOrderId, credit.Facts.Replacement?.OrderLine,
            credit.Facts.Replacement?.Quantity, credit.Facts.IsLicense,
        });
}
