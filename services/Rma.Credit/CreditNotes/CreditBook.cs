using System.Text.Json;
using Rma.Contracts.Finance.V1;
using Rma.Credit.Books;
using Rma.Credit.CreditCases;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.CreditNotes;

/// <summary>
/// The book of all credits, with their reviews, written in the transaction of the decision; constraints prevent a second credit of a return
/// and more than the price paid, even after a bug in the code.
/// </summary>
internal sealed class CreditBook : IInlineProjection<CreditCase, CreditCaseEvent>
{
    private const string Credited =
        """
        insert into credits (credit_id, return_id, account_id, serial_number, invoice_id, currency, net_amount, amount, price_paid,
            business_date, issued_at, document, invoice_line, purchase_order_id, order_line, order_quantity, is_license)
        values (@CreditId, @ReturnId, @AccountId, @SerialNumber, @InvoiceId, @Currency, @Net, @Amount, @NetPrice, @BusinessDate, @IssuedAt,
            @Document::jsonb, @InvoiceLine, @PurchaseOrderId, @OrderLine, @Quantity, @IsLicense)
        """;

    private const string Reviewed =
        """
        insert into credit_reviews (credit_id, outcome, reason, reviewed_by, reviewed_at)
        values (@CreditId, @Outcome, @Reason, @ReviewedBy, @ReviewedAt)
        on conflict (credit_id) do update set outcome = excluded.outcome, reason = excluded.reason, reviewed_by = excluded.reviewed_by,
            reviewed_at = excluded.reviewed_at
        """;

    // Together, because a review refers to its credit.
    public IReadOnlyList<ReadModelTable> Tables { get; } =
    [
        new("credits", "return_id"),
        new("credit_reviews", "(select credits.return_id from credits where credits.credit_id = credit_reviews.credit_id)"),
    ];

    // The sums of purchases follow from the credits.
    public string Afterwards => "select sum_up_credits()";

    public IEnumerable<RowChange> Project(string id, Step<CreditCase, CreditCaseEvent> step) => step.Event switch
    {
        CreditIssued credit => [new(Credited, Row(credit, NoteOf(credit)))],
        CreditReviewed e => [new(Reviewed, new { e.CreditId, e.Outcome, e.Reason, e.ReviewedBy, e.ReviewedAt })],
        _ => [],
    };

    /// <summary>The credit note that finance receives and can read again.</summary>
    public static CreditNote NoteOf(CreditIssued credit) => new(
        credit.CreditId, credit.Request.RmaNumber, credit.Request.Line, credit.Request.AccountId, credit.Request.SerialNumber,
        credit.Request.Purchase!.InvoiceId, credit.Total.Currency, credit.Total.Amount,
        [.. credit.Lines.Select(line => new CreditNoteLine(line.Kind, line.Amount.Amount))],
        credit.IssuedAt.ToUniversalTime(), credit.Decision.BusinessDate, [.. credit.Decision.Clauses]);

    private static object Row(CreditIssued credit, CreditNote note) => new
    {
        note.CreditId, credit.Request.ReturnId, note.AccountId, note.SerialNumber, note.InvoiceId, note.Currency,
        Net = credit.Net.Amount, note.Amount, credit.Request.Purchase!.NetPrice, note.BusinessDate, note.IssuedAt,
        Document = JsonSerializer.Serialize(note, BookReader.AsStored),
        credit.Request.Purchase.InvoiceLine, credit.Facts.Replacement?.PurchaseOrderId, credit.Facts.Replacement?.OrderLine,
        credit.Facts.Replacement?.Quantity, credit.Facts.IsLicense,
    };
}

/// <summary>Sends finance the note of a credit.</summary>
internal sealed class WhenCreditIssued(UnitOfWork unitOfWork) : IReaction<CreditCase, CreditCaseEvent>
{
    public const string Exchange = "finance";
    public const string RoutingKey = "credit-note";

    public Task On(Appended<CreditCase, CreditCaseEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var note in appended.Steps.Select(step => step.Event).OfType<CreditIssued>().Select(CreditBook.NoteOf))
            unitOfWork.Add(OutboxRow.PlainJson(NameBasedId.Of($"finance/credit-note/{note.CreditId}"), Exchange, RoutingKey, note) with
            {
                IsKept = true,
            });
        return Task.CompletedTask;
    }
}
