using Rma.Contracts.Finance.V1;
using Rma.Credit.CreditCases;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.Books;

/// <summary>
/// Lets finance read its notes again, one or many: as published, with the document numbers that came afterwards. As JSON a page at a time,
/// or all of them as a file for a spreadsheet.
/// </summary>
internal static class BookRoutes
{
    private static readonly string[] CreditKinds =
    [
        CreditLine.PriceKind, CreditLine.RestockingFeeKind, DecideReferral.DamageFeeKind, DecideReferral.CreditedElsewhereKind,
        CreditLine.TaxReversalKind,
    ];

    private static readonly string[] ChargeKinds =
    [
        ChargeLine.Repair, ChargeLine.Diagnosis, ChargeLine.ReturnShipping, ChargeLine.RestockingFee, ChargeLine.FreightDeviation,
    ];

    private static readonly string[] CreditColumns =
    [
        "documentNumber", "creditId", "businessDate", "issuedAt", "rmaNumber", "rmaLine", "accountId", "serialNumber", "invoiceId",
        "currency", "amount", .. CreditKinds, "clauses",
    ];

    private static readonly string[] ChargeColumns =
    [
        "documentNumber", "chargeId", "businessDate", "raisedAt", "rmaNumber", "rmaLine", "accountId", "serialNumber", "currency", "amount",
        .. ChargeKinds, "clauses",
    ];

    public static void MapBooks(this IEndpointRouteBuilder routes)
    {
        routes.MapBook(NoteBooks.Credits, CreditColumns, Row);
        routes.MapBook(NoteBooks.Charges, ChargeColumns, Row);
    }

    private static void MapBook<TNote>(
        this IEndpointRouteBuilder routes, Book<TNote> book, string[] columns, Func<TNote, object?[]> row)
        where TNote : class
    {
        var kind = book.Kind;
        routes.MapGet($"/{kind}s/{{id:guid}}", async (Guid id, BookReader books) =>
            await books.Find(book, id) is { } note ? Results.Ok(note) : Problems.NotFound(kind))
            .Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName($"show{Named(kind)}").WithSummary("Reads a note again, with its document number once it has one.")
            .Produces<TNote>()
            .Refuses(StatusCodes.Status404NotFound, $"{kind}.not-found");

        // Ordered by business date and id, so a date like its control total; the last id of a page is the next page's 'after'.
        routes.MapGet($"/{kind}s", async (
            [AsParameters] BookFilter filter, BookReader books, HttpRequest request, CancellationToken ct) =>
        {
            if (!CsvFile.IsWanted(request)) return Results.Ok(await books.Page(book, filter));
            // Checked before anything is written: what is wrong with the filter is an answer of its own.
            await books.Page(book, filter with { Limit = 1 });
            return CsvFile.Of($"{kind}s.csv", columns, books.All(book, filter, ct).Select(row), ct);
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator)
            .WithName($"list{Named(kind)}s")
            .WithSummary("Reads the notes of a business date or of a range again, page by page or as a file.")
            .Produces<IReadOnlyList<TNote>>(StatusCodes.Status200OK, "application/json", CsvFile.MediaType)
            .Refuses(400, "cursor.not-of-this-list", "request.date-malformed", "request.range-malformed")
            .DisableRequestTimeout();
    }

    private static string Named(string kind) => $"{char.ToUpperInvariant(kind[0])}{kind[1..]}";

    private static object?[] Row(CreditNote note) =>
    [
        note.DocumentNumber, note.CreditId, note.BusinessDate, note.IssuedAt, note.RmaNumber, note.RmaLine, note.AccountId,
        note.SerialNumber, note.InvoiceId, note.Currency, note.Amount,
        .. CreditKinds.Select(kind => Sum(note.Lines.Where(line => line.Kind == kind).Select(line => line.Amount))),
        string.Join(' ', note.Clauses),
    ];

    private static object?[] Row(ChargeNote note) =>
    [
        note.DocumentNumber, note.ChargeId, note.BusinessDate, note.RaisedAt, note.RmaNumber, note.RmaLine, note.AccountId,
        note.SerialNumber, note.Currency, note.Amount,
        .. ChargeKinds.Select(kind => Sum(note.Lines.Where(line => line.Kind == kind).Select(line => line.Amount))),
        string.Join(' ', note.Clauses),
    ];

    private static object? Sum(IEnumerable<decimal> amounts) => amounts.ToArray() is { Length: > 0 } some ? some.Sum() : null;
}
