using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using Npgsql;
using Rma.Contracts.Credit;
using Rma.Contracts.Finance.V1;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Credit.Books;

/// <summary>What is particular to one of the two books.</summary>
/// <param name="Kind">One of <see cref="NoteKinds"/>; the table is called like it.</param>
/// <param name="Numbered">The note with its document number, or with none.</param>
internal sealed record Book<TNote>(string Kind, Func<TNote, Guid> IdOf, Func<TNote, string?, TNote> Numbered) where TNote : class;

/// <summary>The two books.</summary>
internal static class NoteBooks
{
    public static Book<CreditNote> Credits { get; } =
        new(NoteKinds.Credit, note => note.CreditId, (note, number) => note with { DocumentNumber = number });

    public static Book<ChargeNote> Charges { get; } =
        new(NoteKinds.Charge, note => note.ChargeId, (note, number) => note with { DocumentNumber = number });
}

/// <summary>Reads the books of credits and charges: the notes as they were published, with their document numbers.</summary>
internal sealed class BookReader(NpgsqlDataSource database)
{
    /// <summary>A note without what follows from its other members.</summary>
    public static JsonSerializerOptions AsStored { get; } = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };

    private const int MostOfPage = 1000;

    private sealed record Row(string Document, int? Year, int? Number)
    {
        public TNote NoteOf<TNote>(Book<TNote> book) where TNote : class => book.Numbered(
            JsonSerializer.Deserialize<TNote>(Document, JsonSerializerOptions.Web)!, DocumentNumbers.Of(book.Kind, Year, Number));
    }

    /// <summary>All notes of a business date.</summary>
    public static async Task<IEnumerable<TNote>> OfDay<TNote>(NpgsqlConnection database, Book<TNote> book, DateOnly day)
        where TNote : class =>
        (await database.QueryAsync<Row>($"select {Columns} from {Numbered(book.Kind)} where business_date = @day", new { day }))
            .Select(row => row.NoteOf(book));

    /// <summary>One note; null when there is none with this id.</summary>
    public async Task<TNote?> Find<TNote>(Book<TNote> book, Guid id) where TNote : class
    {
        await using var connection = await database.OpenConnectionAsync();
        return (await connection.QuerySingleOrDefaultAsync<Row>(
            $"select {Columns} from {Numbered(book.Kind)} where {book.Kind}_id = @id", new { id }))?.NoteOf(book);
    }

    /// <summary>A page, ordered by business date and id.</summary>
    /// <exception cref="InvalidInputException">The filter is none, or its last note is none of this list.</exception>
    public async Task<IReadOnlyList<TNote>> Page<TNote>(Book<TNote> book, BookFilter filter) where TNote : class
    {
        var kind = book.Kind;
        var (conditions, values) = BookConditions.Of(filter);
        values.Add("limit", Filters.Limit(filter.Limit, MostOfPage, MostOfPage));
        await using var connection = await database.OpenConnectionAsync();
        if (filter.After is { } after)
        {
            values.Add("after", after);
            if (!await connection.ExecuteScalarAsync<bool>(
                $"select exists (select from {kind}s where {kind}_id = @after and {conditions})", values))
                throw new InvalidInputException(
                    "cursor.not-of-this-list", "There is no such note in this list. Begin again without 'after'.");
            conditions += $" and (business_date, {kind}_id) > (select business_date, {kind}_id from {kind}s where {kind}_id = @after)";
        }

        var rows = await connection.QueryAsync<Row>(
            $"select {Columns} from {Numbered(kind)} where {conditions} order by business_date, {kind}_id limit @limit", values);
        return [.. rows.Select(row => row.NoteOf(book))];
    }

    /// <summary>All of it, page by page.</summary>
    public async IAsyncEnumerable<TNote> All<TNote>(
        Book<TNote> book, BookFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TNote : class
    {
        for (var after = filter.After; !cancellationToken.IsCancellationRequested;)
        {
            var page = await Page(book, filter with { After = after, Limit = MostOfPage });
            foreach (var note in page) yield return note;
            if (page.Count < MostOfPage) yield break;
            after = book.IdOf(page[^1]);
        }
    }

    private const string Columns = "document, year, number";

    private static string Numbered(string kind) => $"{kind}s left join document_numbers on document_id = {kind}_id";
}
