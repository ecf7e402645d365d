using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Rma.Contracts.Finance.V1;
using Rma.Policy;
using Rma.ServiceDefaults;

namespace Rma.Credit.CreditNotes;

/// <summary>What finance holds its own books against for one business date.</summary>
/// <param name="Totals">One a currency, in the order of their codes.</param>
/// <param name="Hash">
/// SHA-256, lower-case hex, over one line a credit in the order of the credit ids: <c>creditId:amount:currency</c> and a line feed (also after the
/// last), UTF-8; ids in lower case with dashes, amounts as they stand in the notes (<c>85.25</c>, <c>9528</c>). Of no credits: of nothing.
/// </param>
public sealed record ControlTotal(DateOnly BusinessDate, ValueList<CurrencyTotal> Totals, string Hash)
{
    /// <summary>The control total of these notes.</summary>
    public static ControlTotal Of(DateOnly businessDate, IEnumerable<CreditNote> notes)
    {
        var ordered = notes.OrderBy(note => note.CreditId.ToString("D"), StringComparer.Ordinal).ToArray();
        var lines = string.Concat(ordered.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.CreditId:D}:{note.Amount}:{note.Currency}\n")));
        return new(
            businessDate,
            [.. ordered.GroupBy(note => note.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new CurrencyTotal(group.Key, group.Count(), group.Sum(note => note.Amount)))],
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))));
    }
}

/// <summary>All credits of a day in one currency.</summary>
public sealed record CurrencyTotal(string Currency, int Count, decimal Amount);

internal static class ControlTotalEndpoint
{
    public static void MapControlTotal(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/control-totals/{date}", async (string date, NpgsqlDataSource database) =>
        {
            var day = BusinessDates.Read(date);
            await using var connection = await database.OpenConnectionAsync();
            var documents = await connection.QueryAsync<string>("select document from credits where business_date = @day", new { day });
            return Results.Ok(ControlTotal.Of(day, documents.Select(RereadCreditsEndpoint.Read)));
        }).Allow(Roles.Finance, Roles.Auditor, Roles.Operator);
}
