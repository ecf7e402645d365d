using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditNotes;

/// <summary>Finance reads again what it was told: the same documents.</summary>
internal static class RereadCreditsEndpoint
{
    private const int MaximumPage = 1000;

    public static void MapRereadCredits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credits/{id:guid}", async (Guid id, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var document = await connection.QuerySingleOrDefaultAsync<string>("select document from credits where credit_id = @id", new { id });
            return document is null ? Problems.NotFound("credit") : Results.Ok(Read(document));
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);

        // In the order of the credit ids, which is also that of the control total; the last id of a page is the next page's 'after'.
        routes.MapGet("/credits", async (string? businessDate, Guid? after, int? limit, NpgsqlDataSource database) =>
        {
            if (limit is < 1 or > MaximumPage) throw new InvalidRequestException("request.limit-out-of-range", "The limit is 1 to 1000.");
            await using var connection = await database.OpenConnectionAsync();
            var documents = await connection.QueryAsync<string>(
                "select document from credits where business_date = @day and credit_id > @after order by credit_id limit @limit",
                new { day = BusinessDates.Read(businessDate), after = after ?? Guid.Empty, limit = limit ?? MaximumPage });
            return Results.Ok(documents.Select(Read).ToArray());
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);
    }

    public static CreditNote Read(string document) => JsonSerializer.Deserialize<CreditNote>(document, JsonSerializerOptions.Web)!;
}

/// <summary>How a business date is given in a request: 2026-03-02 and nothing else.</summary>
internal static class BusinessDates
{
    public static DateOnly Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new InvalidRequestException("request.date-malformed", "Give the business date as yyyy-MM-dd.");
}
