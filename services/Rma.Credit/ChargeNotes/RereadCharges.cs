using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.Credit.CreditNotes;
using Rma.ServiceDefaults;

namespace Rma.Credit.ChargeNotes;

/// <summary>Finance reads again what it was told of charges: the same documents, in the order of their ids.</summary>
internal static class RereadChargesEndpoint
{
    private const int MaximumPage = 1000;

    public static void MapRereadCharges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/charges/{id:guid}", async (Guid id, NpgsqlDataSource database) =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var document = await connection.QuerySingleOrDefaultAsync<string>("select document from charges where charge_id = @id", new { id });
            return document is null ? Problems.NotFound("charge") : Results.Ok(Read(document));
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);

        routes.MapGet("/charges", async (string? businessDate, Guid? after, int? limit, NpgsqlDataSource database) =>
        {
            if (limit is < 1 or > MaximumPage) throw new InvalidRequestException("request.limit-out-of-range", "The limit is 1 to 1000.");
            await using var connection = await database.OpenConnectionAsync();
            var documents = await connection.QueryAsync<string>(
                "select document from charges where business_date = @day and charge_id > @after order by charge_id limit @limit",
                new { day = BusinessDates.Read(businessDate), after = after ?? Guid.Empty, limit = limit ?? MaximumPage });
            return Results.Ok(documents.Select(Read).ToArray());
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);
    }

    public static ChargeNote Read(string document) => JsonSerializer.Deserialize<ChargeNote>(document, JsonSerializerOptions.Web)!;
}
