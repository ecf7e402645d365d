using Rma.Contracts.Credit;
using System.Text.Json;
using Rma.Contracts.Finance.V1;
using Rma.Contracts.Issuance;
using Rma.Credit.ChargeCases;
using Rma.Credit.ChargeNotes;
using Rma.Credit.CreditCases;
using Rma.Credit.CreditNotes;
using Rma.Credit.Ledgers;
using Rma.Policy;

namespace Rma.Credit.Reconciliation;

/// <summary>One credit or charge as recorded in each place: the book, the stream of its case, the ledger, the return.</summary>
/// <param name="Kind"><c>credit</c> or <c>charge</c>.</param>
internal sealed record BookEntry(
    string Kind, Guid Id, Guid ReturnId, string SerialNumber, string Currency, decimal Amount, decimal? Net, DateOnly BusinessDate,
    string Document)
{
    /// <summary>Outcomes that are only possible after a denial.</summary>
    private static readonly string[] WithoutCredit =
        [Outcomes.Denied, Outcomes.ReturnedUnrepaired, Outcomes.Repaired, Outcomes.Replaced, Outcomes.Exchanged, Outcomes.NoFaultFound];

    /// <summary>The key of the case's stream.</summary>
    public string Case => $"{Kind}-case-{ReturnId:D}";

    /// <summary>The key of the item's ledger.</summary>
    public string Ledger => $"ledger-{SerialNumber}";

    /// <summary>The differences. The decision in the stream is authoritative; everything else is derived from it.</summary>
    /// <param name="decided">Events of the case.</param>
    /// <param name="postings">Events of the ledger.</param>
    /// <param name="outcome">The outcome of the return; null while it is unknown or not closed.</param>
    public IEnumerable<Difference> Against(IEnumerable<object> decided, IEnumerable<object> postings, string? outcome) =>
        Kind == NoteKinds.Credit ? AgainstCredit(
            [.. decided.OfType<CreditIssued>()], [.. postings.OfType<CreditPosted>().Where(posted => posted.CreditId == Id)], outcome)
            : AgainstCharge([.. decided.OfType<ChargeRaised>()],
                [.. postings.OfType<ChargePosted>().Where(posted => posted.ChargeId == Id)]);

    private IEnumerable<Difference> AgainstCredit(CreditIssued[] issued, CreditPosted[] posted, string? outcome)
    {
        if (issued is not [var credit]) return [Differs("not-in-stream", $"its case holds {issued.Length} credits")];
        var note = CreditBook.NoteOf(credit);
        return Compared(
            (note.CreditId, note.Currency, note.Amount, (decimal?)credit.Net.Amount, note.BusinessDate, Json(note)), Read<CreditNote>(),
            credit.Total.Amount - credit.Lines.Sum(line => line.Amount.Amount), [.. posted.Select(posting => posting.Net.Amount)],
            credit.Net.Amount)
            .Concat(outcome is not null && WithoutCredit.Contains(outcome)
                ? [new Difference("return.credit-not-taken", ReturnId.ToString("D"), $"credited, but the return ended as {outcome}")] : []);
    }

    private IEnumerable<Difference> AgainstCharge(ChargeRaised[] raised, ChargePosted[] posted)
    {
        if (raised is not [var charge]) return [Differs("not-in-stream", $"its case holds {raised.Length} charges")];
        var note = ChargeBook.NoteOf(charge);
        return Compared(
            (note.ChargeId, note.Currency, note.Amount, null, note.BusinessDate, Json(note)), Read<ChargeNote>(),
            charge.Total.Amount - charge.Lines.Sum(line => line.Amount.Amount), [.. posted.Select(posting => posting.Amount.Amount)],
            note.Amount);
    }

    private IEnumerable<Difference> Compared(
        (Guid Id, string Currency, decimal Amount, decimal? Net, DateOnly Date, string Document) decided, string document,
        decimal unexplained, decimal[] posted, decimal due)
    {
        if (decided != (Id, Currency, Amount, Net, BusinessDate, document))
            yield return Differs("differs", $"decided {decided.Amount} {decided.Currency} on {decided.Date.Iso()}, " +
                $"the book has {Amount} {Currency} on {BusinessDate.Iso()}");
        if (unexplained != 0m) yield return Differs("lines-do-not-add-up", $"{unexplained} more than its lines");
        if (posted.Length == 0) yield return Differs("not-in-ledger", $"the ledger of {SerialNumber} has no posting of it");
        if (posted.Length > 1) yield return Differs("posted-twice", $"the ledger of {SerialNumber} has {posted.Length} postings of it");
        if (posted.Length == 1 && posted[0] != due)
            yield return Differs("differs", $"decided {due}, the ledger of {SerialNumber} has {posted[0]}");
    }

    private Difference Differs(string how, string what) => new($"{Kind}.{how}", Id.ToString("D"), what);

    private string Read<TNote>() => Json(JsonSerializer.Deserialize<TNote>(Document, JsonSerializerOptions.Web));

    private static string Json<TNote>(TNote note) => JsonSerializer.Serialize(note, JsonSerializerOptions.Web);
}
