using Rma.Contracts.Finance.V1;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Credit.Books;

/// <summary>One side of an entry in the ledger of finance. The sides of a document balance, in its currency.</summary>
/// <param name="LedgerAccount">As <c>Journal:Accounts</c> names it; <c>customer</c>, <c>credit.price</c>, <c>charge.repair</c> … without a
/// setting.</param>
/// <param name="AccountId">The customer.</param>
/// <param name="Debit">Null on the other side.</param>
public sealed record JournalLine(
    string DocumentNumber, DateOnly BusinessDate, string LedgerAccount, string AccountId, decimal? Debit, decimal? Credit, string Currency,
    string Text);

/// <summary>How the ledger of finance calls its accounts.</summary>
internal sealed class LedgerAccounts
{
    public const string Customer = "customer";

    private readonly Dictionary<string, string> names;

    /// <exception cref="InvalidOperationException">A setting without a value.</exception>
    public LedgerAccounts(IConfiguration configuration) => names = configuration.GetSection("Journal:Accounts").GetChildren().ToDictionary(
        one => one.Key, one => one.Value is { Length: > 0 } name ? name
            : throw new InvalidOperationException($"Journal:Accounts:{one.Key} names an account of the ledger."),
        StringComparer.OrdinalIgnoreCase);

    public string this[string name] => names.GetValueOrDefault(name, name);
}

/// <summary>The entries of the documents of stated days. Pure.</summary>
internal sealed class Journal(LedgerAccounts accounts)
{
    /// <summary>What is credited to a customer: each line against the customer's account.</summary>
    public IReadOnlyList<JournalLine> Of(CreditNote note)
    {
        var lines = note.Lines.Select(line => (Account: accounts[$"credit.{line.Kind}"], line.Amount));
        return Entries(note.DocumentNumber!, note.BusinessDate, note.AccountId, note.Currency, $"{note.RmaNumber}/{note.RmaLine}",
            [.. lines, (accounts[LedgerAccounts.Customer], -note.Amount)]);
    }

    /// <summary>What a customer is charged: the customer's account against each line.</summary>
    public IReadOnlyList<JournalLine> Of(ChargeNote note)
    {
        var lines = note.Lines.Select(line => (Account: accounts[$"charge.{line.Kind}"], Amount: -line.Amount));
        return Entries(note.DocumentNumber!, note.BusinessDate, note.AccountId, note.Currency, $"{note.RmaNumber}/{note.RmaLine}",
            [(accounts[LedgerAccounts.Customer], note.Amount), .. lines]);
    }

    // More than nothing is a debit, less than nothing a credit.
    private static JournalLine[] Entries(
        string number, DateOnly date, string accountId, string currency, string text,
        IEnumerable<(string Account, decimal Amount)> sides) =>
    [
        .. sides.Select(side => new JournalLine(
            number, date, side.Account, accountId, side.Amount > 0 ? side.Amount : null, side.Amount < 0 ? -side.Amount : null, currency,
            text)),
    ];
}

internal static class JournalRoute
{
    private static readonly string[] Columns =
        ["documentNumber", "businessDate", "ledgerAccount", "accountId", "debit", "credit", "currency", "text"];

    public static void MapJournal(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/journal", async (
            string? from, string? through, BookReader books, BusinessDays days, Journal journal, HttpRequest request,
            CancellationToken ct) =>
        {
            var range = DayRange.Read(from, through);
            if (await days.LastStated() is not { } last || range.Through > last)
                throw new RefusedException("journal.day-open", "The last of these days is not stated yet: its notes have no numbers.")
                {
                    WouldChange = "A day is stated ten minutes after its end.",
                };
            var lines = Lines(books, journal, new(null, from, through, null, null, null, null, null, null), ct);
            if (CsvFile.IsWanted(request)) return CsvFile.Of("journal.csv", Columns, lines.Select(Row), ct);
            return Results.Ok(lines);
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName("showJournal").WithSummary("Gives the entries for the ledger, of stated days.")
            .Produces<IReadOnlyList<JournalLine>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "cursor.not-of-this-list", "request.date-malformed", "request.limit-out-of-range", "request.range-malformed")
            .Refuses(409, "journal.day-open")
            .DisableRequestTimeout();

    private static IAsyncEnumerable<JournalLine> Lines(BookReader books, Journal journal, BookFilter days, CancellationToken ct) =>
        books.All(NoteBooks.Credits, days, ct).SelectMany(journal.Of)
            .Concat(books.All(NoteBooks.Charges, days, ct).SelectMany(journal.Of));

    private static object?[] Row(JournalLine line) =>
    [
        line.DocumentNumber, line.BusinessDate, line.LedgerAccount, line.AccountId, line.Debit, line.Credit, line.Currency, line.Text,
    ];
}
