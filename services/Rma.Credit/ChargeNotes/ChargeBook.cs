using System.Text.Json;
using Rma.Contracts.Finance.V1;
using Rma.Credit.Books;
using Rma.Credit.ChargeCases;
using Rma.Credit.CreditNotes;
using Rma.Credit.Ledgers;
using Rma.EventSourcing;
using Rma.Messaging;

namespace Rma.Credit.ChargeNotes;

/// <summary>
/// The book of all charges, written in the transaction of the decision; a unique key prevents a second charge of a return even after a bug
/// in the code.
/// </summary>
internal sealed class ChargeBook : IInlineProjection<ChargeCase, ChargeCaseEvent>
{
    private const string Sql =
        """
        insert into charges (charge_id, return_id, account_id, serial_number, currency, amount, business_date, raised_at, document)
        values (@ChargeId, @ReturnId, @AccountId, @SerialNumber, @Currency, @Amount, @BusinessDate, @RaisedAt, @Document::jsonb)
        """;

    public IReadOnlyList<ReadModelTable> Tables { get; } = [new("charges", "return_id")];

    public IEnumerable<RowChange> Project(string id, Step<ChargeCase, ChargeCaseEvent> step) =>
        step.Event is ChargeRaised charge ? [new(Sql, Row(charge, NoteOf(charge)))] : [];

    /// <summary>The charge note that finance receives and can read again.</summary>
    public static ChargeNote NoteOf(ChargeRaised charge) => new(
        charge.ChargeId, charge.Request.RmaNumber, charge.Request.Line, charge.Request.AccountId, charge.Request.SerialNumber,
        charge.Total.Currency, charge.Total.Amount, [.. charge.Lines.Select(line => new ChargeNoteLine(line.Kind, line.Amount.Amount))],
        charge.RaisedAt.ToUniversalTime(), charge.Decision.BusinessDate, [.. charge.Decision.Clauses]);

    private static object Row(ChargeRaised charge, ChargeNote note) => new
    {
        note.ChargeId, charge.Request.ReturnId, note.AccountId, note.SerialNumber, note.Currency, note.Amount, note.BusinessDate,
        note.RaisedAt, Document = JsonSerializer.Serialize(note, BookReader.AsStored),
    };
}

/// <summary>Adds a charge to the unit's ledger and sends finance its note.</summary>
internal sealed class WhenChargeRaised(UnitOfWork unitOfWork, Streams<Ledger, LedgerEvent> ledgers)
    : IReaction<ChargeCase, ChargeCaseEvent>
{
    public const string RoutingKey = "charge-note";

    public async Task On(Appended<ChargeCase, ChargeCaseEvent> appended, CancellationToken cancellationToken)
    {
        foreach (var charge in appended.Steps.Select(step => step.Event).OfType<ChargeRaised>())
        {
            var note = ChargeBook.NoteOf(charge);
            var posting = new PostCharge(new ChargePosted(
                charge.ChargeId, charge.Request.ReturnId, note.RmaNumber, charge.Request.Purchase?.InvoiceId, charge.Total,
                charge.Request.Purchase?.NetPrice, charge.RaisedAt));
            await ledgers.Append(note.SerialNumber, ledger => PostCharge.Decide(ledger, posting), cancellationToken);
            unitOfWork.Add(OutboxRow.PlainJson(
                NameBasedId.Of($"finance/charge-note/{note.ChargeId}"), WhenCreditIssued.Exchange, RoutingKey, note) with
            {
                IsKept = true,
            });
        }
    }
}
