using Rma.Contracts.Credit;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.EventSourcing;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditNotes;

/// <summary>Lets finance read its notes again: the same documents, credits and charges alike.</summary>
internal static class RereadNotesEndpoint
{
    private const int MaximumPage = 1000;

    public static void MapRereadNotes(this IEndpointRouteBuilder routes)
    {
        routes.Map<CreditNote>(NoteKinds.Credit);
        routes.Map<ChargeNote>(NoteKinds.Charge);
    }

    /// <summary>All notes of a business date; the kind is one of <see cref="NoteKinds"/>.</summary>
    public static async Task<IEnumerable<TNote>> OfDay<TNote>(NpgsqlConnection database, string kind, DateOnly day) =>
        (await database.QueryAsync<string>($"select document from {kind}s where business_date = @day", new { day })).Select(Read<TNote>);

    private static void Map<TNote>(this IEndpointRouteBuilder routes, string kind)
    {
        routes.MapGet($"/{kind}s/{{id:guid}}", async (Guid id, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var document = await connection.QuerySingleOrDefaultAsync<string>(
                $"select document from {kind}s where {kind}_id = @id", new { id });
            return document is null ? Problems.NotFound(kind) : Results.Ok(Read<TNote>(document));
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);

        // Ordered by id, like the control total; the last id of a page is the next page's 'after'.
        routes.MapGet($"/{kind}s", async (string? businessDate, Guid? after, int? limit, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var documents = await connection.QueryAsync<string>(
                $"select document from {kind}s where business_date = @day and {kind}_id > @after order by {kind}_id limit @limit",
                new
                {
                    day = BusinessDates.Read(businessDate), after = after ?? Guid.Empty,
                    limit = Filters.Limit(limit, MaximumPage, MaximumPage),
                });
            return Results.Ok(documents.Select(Read<TNote>).ToArray());
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);
    }

    private static TNote Read<TNote>(string document) => JsonSerializer.Deserialize<TNote>(document, JsonSerializerOptions.Web)!;
}

/// <summary>The format of a business date in a request: 2026-03-02.</summary>
internal static class BusinessDates
{
    public static DateOnly Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidInputException("request.date-malformed", "Give the business date as yyyy-MM-dd.");
}
