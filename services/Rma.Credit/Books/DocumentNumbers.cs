using System.Globalization;
using Dapper;
using Npgsql;
using Rma.Contracts.Credit;

namespace Rma.Credit.Books;

/// <summary>
/// Numbers of credit notes and charge notes: <c>CN-2026-000001</c>, <c>CH-2026-000001</c>. Each kind counts from one in each year of
/// business dates, without a gap, in the order in which the notes came to be. They are given when a date is over, in the transaction that
/// states its control total: so no decision waits for another one's number, and none is lost when a decision is undone.
/// </summary>
internal static class DocumentNumbers
{
    // A note that came to a date after its total was stated gets the next number of its year.
    private static string NumberSql(string kind, string at) =>
        $"""
        insert into document_numbers (document_id, kind, year, number, numbered_at)
        select id, '{kind}', year, coalesce((select max(number) from document_numbers known where known.kind = '{kind}'
                and known.year = fresh.year), 0) + row_number() over (partition by year order by business_date, at, id), @now
        from (select {kind}_id as id, business_date, {at} as at, extract(year from business_date)::int as year from {kind}s
            where business_date <= @date and not exists (select from document_numbers known where known.document_id = {kind}_id)) fresh
        """;

    private static readonly string Sql = $"{NumberSql(NoteKinds.Credit, "issued_at")}; {NumberSql(NoteKinds.Charge, "raised_at")}";

    /// <summary>Numbers what has no number yet, up to this business date.</summary>
    public static Task Give(NpgsqlTransaction open, DateOnly date, DateTimeOffset now) =>
        open.Connection!.ExecuteAsync(Sql, new { date, now = now.ToUniversalTime() }, open);

    /// <summary>As it is printed; null while there is none.</summary>
    public static string? Of(string kind, int? year, int? number) => number is null ? null
        : string.Create(CultureInfo.InvariantCulture, $"{(kind == NoteKinds.Credit ? "CN" : "CH")}-{year:D4}-{number:D6}");
}
