using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.Credit.Books;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditNotes;

/// <summary>The totals of one business date, for finance to reconcile its own books with.</summary>
/// <param name="Totals">Of the credits; one per currency, ordered by code.</param>
/// <param name="Hash">
/// SHA-256, lower-case hex, over one line per credit, ordered by credit id: <c>creditId:amount:currency</c> and a line feed (also
/// after the last), UTF-8; ids in lower case with dashes, amounts as they stand in the notes (<c>85.25</c>, <c>9528</c>). Without
/// credits, the hash of the empty string.
/// </param>
/// <param name="PayeeHash">The same over lines that name who is paid: <c>creditId:accountId:amount:currency</c>.</param>
/// <param name="Charges">The same for the charges, ordered by charge id.</param>
public sealed record ControlTotal(
    DateOnly BusinessDate, ValueList<CurrencySum> Totals, string Hash, string PayeeHash, BookTotal Charges)
{
    /// <summary>The control total of these notes.</summary>
    public static ControlTotal Of(DateOnly businessDate, IEnumerable<CreditNote> credits, IEnumerable<ChargeNote> charges)
    {
        var credited = BookTotal.Of(credits.Select(note => (note.CreditId, note.AccountId, note.Amount, note.Currency)));
        return new(businessDate, credited.Totals, credited.Hash, credited.PayeeHash,
            BookTotal.Of(charges.Select(note => (note.ChargeId, note.AccountId, note.Amount, note.Currency))));
    }
}

/// <summary>Sum and hashes of one kind of note.</summary>
public sealed record BookTotal(ValueList<CurrencySum> Totals, string Hash, string PayeeHash)
{
    internal static BookTotal Of(IEnumerable<(Guid Id, string AccountId, decimal Amount, string Currency)> notes)
    {
        var ordered = notes.OrderBy(note => note.Id.ToString("D"), StringComparer.Ordinal).ToArray();
        return new(
            [.. ordered.GroupBy(note => note.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new CurrencySum(group.Key, group.Count(), group.Sum(note => note.Amount)))],
            HashOf(ordered.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Id:D}:{note.Amount}:{note.Currency}"))),
            HashOf(ordered.Select(note =>
                string.Create(CultureInfo.InvariantCulture, $"{note.Id:D}:{note.AccountId}:{note.Amount}:{note.Currency}"))));
    }

    private static string HashOf(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));
}

internal static class ControlTotals
{
    /// <summary>The control total of the notes that are in the books now.</summary>
    public static async Task<ControlTotal> Of(NpgsqlConnection database, DateOnly day) => ControlTotal.Of(
        day, await BookReader.OfDay(database, NoteBooks.Credits, day),
        await BookReader.OfDay(database, NoteBooks.Charges, day));
}

internal static class ControlTotalEndpoint
{
    public static void MapControlTotal(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/control-totals/{date}", async (string date, NpgsqlDataSource database) =>
        {
            var day = BusinessDates.Read(date);
            await using var connection = await database.OpenConnectionAsync();
            return Results.Ok(await ControlTotals.Of(connection, day));
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName("showControlTotal").WithSummary("Shows the control total of a business date.")
            .Produces<ControlTotal>()
            .Refuses(400, "request.date-malformed");
}
